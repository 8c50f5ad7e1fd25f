-- tenko: outside a transaction
DROP INDEX CONCURRENTLY IF EXISTS "device_policies_step_left_idx";
