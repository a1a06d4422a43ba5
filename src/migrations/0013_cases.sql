-- Two persons for what one may not do alone, and how reports become decisions.
SELECT 1;
