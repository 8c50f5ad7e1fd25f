-- An Azure id belongs to one feed. Where a device of another feed names it, that device waits.
CREATE TABLE "azure_ids" (
    "azure_device_id" UUID NOT NULL,
    "feed" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "last_update_time" TIMESTAMPTZ(3),
    "last_upload_id" UUID,
    "review_at" TIMESTAMPTZ(3),
    "former_device_id" UUID,
    "withdraw_at" TIMESTAMPTZ(3),

    CONSTRAINT "azure_ids_pkey" PRIMARY KEY ("azure_device_id")
);

ALTER TABLE "azure_ids" ADD CONSTRAINT "azure_ids_former_device_id_fkey" FOREIGN KEY ("former_device_id") REFERENCES "devices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Prisma has no word for the conditions of these.
CREATE INDEX "azure_ids_review_at_idx" ON "azure_ids"("review_at") WHERE "review_at" IS NOT NULL;
CREATE INDEX "azure_ids_withdraw_at_idx" ON "azure_ids"("withdraw_at") WHERE "withdraw_at" IS NOT NULL;
CREATE INDEX "azure_ids_former_device_id_idx" ON "azure_ids"("former_device_id") WHERE "former_device_id" IS NOT NULL;

ALTER TABLE "feeds" ADD COLUMN "observes_only" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "devices" ADD COLUMN "azure_id_taken_by" TEXT, ADD COLUMN "azure_id_taken_at" TIMESTAMPTZ(3);
ALTER TABLE "reports" ADD COLUMN "withdrawal" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "entra_users" ADD COLUMN "unknown_since" TIMESTAMPTZ(3);

ALTER TYPE "bulk_action_kind" ADD VALUE 'move_azure_id';

-- Ids that are known already belong to the feed that Microsoft was last told for. A retired device holds none.
INSERT INTO "azure_ids" ("azure_device_id", "feed", "claimed_at", "last_update_time")
SELECT DISTINCT ON (d."azure_device_id") d."azure_device_id",
  CASE WHEN d."management_state" <> 'retired' THEN d."feed" END,
  CASE WHEN d."management_state" <> 'retired' THEN d."first_check_in_at" END,
  max(d."last_update_time") OVER (PARTITION BY d."azure_device_id")
FROM "devices" d WHERE d."azure_device_id" IS NOT NULL
ORDER BY d."azure_device_id", d."management_state" = 'retired', d."last_update_time" DESC NULLS LAST,
  d."last_reported_at" DESC NULLS LAST, d."first_check_in_at", d."id";

-- What a device of another feed waits to tell is no longer due, and what Entra shows is not about it.
UPDATE "devices" d SET "azure_id_taken_by" = a."feed", "azure_id_taken_at" = now(),
  "report_due_at" = NULL, "due_trigger" = NULL, "due_priority" = 0,
  "reported_verdict" = NULL, "reported_version" = NULL, "reported_at" = NULL, "reported_message_id" = NULL,
  "entra_is_compliant" = NULL, "entra_is_managed" = NULL, "entra_read_at" = NULL, "entra_problem" = NULL,
  "entra_differs_since" = NULL, "drift_since" = NULL, "drift_reported_at" = NULL
FROM "azure_ids" a
WHERE a."azure_device_id" = d."azure_device_id" AND a."feed" <> d."feed" AND d."management_state" <> 'retired';

UPDATE "reports" r SET "status" = 'superseded', "settled_at" = now() FROM "devices" d
WHERE d."id" = r."device_id" AND d."azure_id_taken_by" IS NOT NULL AND r."status" = 'queued';

UPDATE "devices" d SET ("azure_compliance_status", "last_report_id") = (
  SELECT r."status"::text::"azure_compliance_status", r."id" FROM "reports" r
  WHERE r."device_id" = d."id" AND r."status" IN ('in_progress', 'successful', 'failed')
  ORDER BY r."id" = d."last_report_id" DESC NULLS LAST, r."created_at" DESC, r."id" DESC LIMIT 1)
WHERE d."azure_id_taken_by" IS NOT NULL;

UPDATE "azure_ids" a SET "review_at" = now()
FROM "devices" d WHERE d."azure_device_id" = a."azure_device_id" AND d."azure_id_taken_by" IS NOT NULL;
