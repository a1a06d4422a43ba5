-- Tips, wishes, gifts, goals, boards and overlays.
SELECT 1;
