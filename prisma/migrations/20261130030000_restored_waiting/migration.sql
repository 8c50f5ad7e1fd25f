-- tenko: outside a transaction
-- Of the devices that wait after a restore, only those that would be reported but for that: what lists and counts look for.
DROP INDEX CONCURRENTLY IF EXISTS "devices_restored_last_check_in_at_idx";
CREATE INDEX CONCURRENTLY "devices_restored_last_check_in_at_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at")
  WHERE restored_at IS NOT NULL AND restored_agrees IS NOT TRUE AND azure_device_id IS NOT NULL
    AND azure_id_taken_by IS NULL AND channel <> 'none' AND management_state <> 'retired'
    AND (client_status_code = 'Success' OR (verdict = 'retired' AND reported_verdict IS NOT NULL));
DROP INDEX CONCURRENTLY IF EXISTS "devices_restored_last_reported_at_idx";
CREATE INDEX CONCURRENTLY "devices_restored_last_reported_at_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at")
  WHERE restored_at IS NOT NULL AND restored_agrees IS NOT TRUE AND azure_device_id IS NOT NULL
    AND azure_id_taken_by IS NULL AND channel <> 'none' AND management_state <> 'retired'
    AND (client_status_code = 'Success' OR (verdict = 'retired' AND reported_verdict IS NOT NULL));
DROP INDEX CONCURRENTLY IF EXISTS "devices_restored_name_idx";
CREATE INDEX CONCURRENTLY "devices_restored_name_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at")
  WHERE restored_at IS NOT NULL AND restored_agrees IS NOT TRUE AND azure_device_id IS NOT NULL
    AND azure_id_taken_by IS NULL AND channel <> 'none' AND management_state <> 'retired'
    AND (client_status_code = 'Success' OR (verdict = 'retired' AND reported_verdict IS NOT NULL));
