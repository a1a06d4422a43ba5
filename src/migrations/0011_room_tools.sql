-- How a performer and her moderators keep a room.
SELECT 1;
