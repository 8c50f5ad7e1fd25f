ALTER TABLE "devices" ADD COLUMN "restored_at" TIMESTAMPTZ(3), ADD COLUMN "restored_agrees" BOOLEAN;
ALTER TABLE "connection" ADD COLUMN "restored_at" TIMESTAMPTZ(3), ADD COLUMN "restored_backup_at" TIMESTAMPTZ(3),
  ADD COLUMN "restored_devices" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "restored_read" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "restored_read_at" TIMESTAMPTZ(3);
-- Devices that wait after a restore: those that Entra has to be asked about are NULL.
CREATE INDEX "devices_restored_idx" ON "devices"("restored_agrees", "id")
  WHERE "restored_at" IS NOT NULL AND "restored_agrees" IS NOT TRUE;
-- The same in every order of lists; outside of a restore there are none.
CREATE INDEX "devices_restored_last_check_in_at_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at")
  WHERE "restored_at" IS NOT NULL AND "restored_agrees" IS NOT TRUE;
CREATE INDEX "devices_restored_last_reported_at_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at")
  WHERE "restored_at" IS NOT NULL AND "restored_agrees" IS NOT TRUE;
CREATE INDEX "devices_restored_name_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at")
  WHERE "restored_at" IS NOT NULL AND "restored_agrees" IS NOT TRUE;
ALTER TABLE "facet_counts" ADD COLUMN "restored" INTEGER NOT NULL DEFAULT 0;
