-- Playing along: polls, wishes, raids, stickers, sounds, and the pictures that people show of themselves.
SELECT 1;
