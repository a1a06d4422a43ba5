-- Buying tokens: vouchers, orders, transfers, limits.
SELECT 1;
