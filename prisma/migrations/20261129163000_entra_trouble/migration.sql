-- When Entra was read last is in no index any longer: a reading that finds nothing new then changes no index at all. What
-- somebody may put right in Entra, and is read again within the hour, has a time of its own.
ALTER TABLE "devices" ADD COLUMN "entra_trouble_read_at" TIMESTAMPTZ(3);
UPDATE "devices" SET "entra_trouble_read_at" = "entra_read_at"
WHERE "entra_problem" IN ('not_in_entra', 'disabled', 'expired', 'no_state');
DROP INDEX "devices_entra_problem_idx";
CREATE INDEX "devices_entra_trouble_read_at_idx" ON "devices"("entra_trouble_read_at") WHERE "entra_trouble_read_at" IS NOT NULL;
