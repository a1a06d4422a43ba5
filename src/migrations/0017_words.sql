-- The language in which somebody reads.
-- Chosen by the person; NULL: nothing was chosen.
ALTER TABLE accounts ADD COLUMN language TEXT CHECK (language GLOB '[a-z][a-z]');
-- What the browser asked for when the person last signed in: for what is written to those who chose nothing.
ALTER TABLE accounts ADD COLUMN language_heard TEXT CHECK (language_heard GLOB '[a-z][a-z]');
