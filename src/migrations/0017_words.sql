-- The language in which somebody reads.
SELECT 1;
