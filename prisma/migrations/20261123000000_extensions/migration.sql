-- Substring search over devices
CREATE EXTENSION IF NOT EXISTS pg_trgm;
