-- tenko: outside a transaction
-- A device is found by the whole of an id, a serial number, a user or a name: each is a line of its text.
DROP INDEX CONCURRENTLY IF EXISTS "device_search_lines_idx";
CREATE INDEX CONCURRENTLY "device_search_lines_idx" ON "device_search" USING GIN (string_to_array("text", E'\n'));
