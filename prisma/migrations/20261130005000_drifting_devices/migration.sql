-- tenko: outside a transaction
-- How long the oldest drift has lasted is asked at every scrape of the metrics: few devices drift.
DROP INDEX CONCURRENTLY IF EXISTS "devices_drifting_idx";
CREATE INDEX CONCURRENTLY "devices_drifting_idx" ON "devices"("drift_since") WHERE "drift_since" IS NOT NULL;
