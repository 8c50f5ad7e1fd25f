-- tenko: outside a transaction
-- Devices that wait after a restore: those that Entra has to be asked about are NULL.
DROP INDEX CONCURRENTLY IF EXISTS "devices_restored_idx";
CREATE INDEX CONCURRENTLY "devices_restored_idx" ON "devices"("restored_agrees", "id")
  WHERE "restored_at" IS NOT NULL AND "restored_agrees" IS NOT TRUE;
-- The same in every order of lists; outside of a restore there are none.
DROP INDEX CONCURRENTLY IF EXISTS "devices_restored_last_check_in_at_idx";
CREATE INDEX CONCURRENTLY "devices_restored_last_check_in_at_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at")
  WHERE "restored_at" IS NOT NULL AND "restored_agrees" IS NOT TRUE;
DROP INDEX CONCURRENTLY IF EXISTS "devices_restored_last_reported_at_idx";
CREATE INDEX CONCURRENTLY "devices_restored_last_reported_at_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at")
  WHERE "restored_at" IS NOT NULL AND "restored_agrees" IS NOT TRUE;
DROP INDEX CONCURRENTLY IF EXISTS "devices_restored_name_idx";
CREATE INDEX CONCURRENTLY "devices_restored_name_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at")
  WHERE "restored_at" IS NOT NULL AND "restored_agrees" IS NOT TRUE;
