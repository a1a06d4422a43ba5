-- What is said in a room, line by line.
SELECT 1;
