-- tenko: outside a transaction
DROP INDEX CONCURRENTLY IF EXISTS "device_policies_step_left_idx";
-- Only while rows are filled: the next files use it, and take it away.
CREATE INDEX CONCURRENTLY "device_policies_step_left_idx" ON "device_policies"("device_id", "policy") WHERE "step" IS NULL;
