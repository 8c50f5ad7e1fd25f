-- Devices that wait because another feed holds their Azure id are a list of their own, in each order, and are counted.
-- Facets have no bit left; these devices are few, mostly.
CREATE INDEX "devices_azure_id_taken_last_check_in_at_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at") WHERE "azure_id_taken_by" IS NOT NULL;
CREATE INDEX "devices_azure_id_taken_last_reported_at_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at") WHERE "azure_id_taken_by" IS NOT NULL;
CREATE INDEX "devices_azure_id_taken_name_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at") WHERE "azure_id_taken_by" IS NOT NULL;

-- Counted again by a worker.
ALTER TABLE "facet_counts" ADD COLUMN "azure_id_taken" INTEGER NOT NULL DEFAULT 0;
DELETE FROM "facet_counts";
UPDATE "facet_counting" SET "counted_at" = NULL;
