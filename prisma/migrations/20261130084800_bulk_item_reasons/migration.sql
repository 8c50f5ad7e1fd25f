-- tenko: outside a transaction
-- The causes of a bulk action, and the devices of one: only items that say why are in it.
DROP INDEX CONCURRENTLY IF EXISTS "bulk_items_reason_idx";
CREATE INDEX CONCURRENTLY "bulk_items_reason_idx" ON "bulk_items"("bulk_action_id", "outcome", "reason", "device_id")
  WHERE "reason" IS NOT NULL;
