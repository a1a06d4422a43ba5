-- Coming back: followers, notices, push, mail.
SELECT 1;
