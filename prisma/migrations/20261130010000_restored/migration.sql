ALTER TABLE "devices" ADD COLUMN "restored_at" TIMESTAMPTZ(3), ADD COLUMN "restored_agrees" BOOLEAN;
ALTER TABLE "connection" ADD COLUMN "restored_at" TIMESTAMPTZ(3), ADD COLUMN "restored_backup_at" TIMESTAMPTZ(3),
  ADD COLUMN "restored_devices" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "restored_read" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "restored_read_at" TIMESTAMPTZ(3);
ALTER TABLE "facet_counts" ADD COLUMN "restored" INTEGER NOT NULL DEFAULT 0;
