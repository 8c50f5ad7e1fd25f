-- CreateEnum
CREATE TYPE "azure_step" AS ENUM ('provision', 'heartbeat', 'find_user', 'upload', 'confirm', 'read_devices', 'delete_device');

-- CreateEnum
CREATE TYPE "azure_service" AS ENUM ('device_service', 'tenant_service', 'graph');

-- CreateEnum
CREATE TYPE "walk_name" AS ENUM ('resync', 'read_back');

-- What substring search looks at moves to a table of its own.
CREATE TABLE "device_search" (
    "device_id" UUID NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "device_search_pkey" PRIMARY KEY ("device_id")
);
INSERT INTO "device_search" ("device_id", "text") SELECT "id", "search_text" FROM "devices";

-- DropIndex
DROP INDEX "devices_search_text_idx";

-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "deprovisioned_at" TIMESTAMPTZ(3),
ADD COLUMN     "failing_since" TIMESTAMPTZ(3),
ADD COLUMN     "graph_busy_until" TIMESTAMPTZ(3),
ADD COLUMN     "graph_throttled_until" TIMESTAMPTZ(3),
ADD COLUMN     "heartbeat_at" TIMESTAMPTZ(3),
ADD COLUMN     "heartbeat_problem" TEXT,
ADD COLUMN     "heartbeat_tried_at" TIMESTAMPTZ(3),
ADD COLUMN     "probe_after" TIMESTAMPTZ(3),
ADD COLUMN     "probes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "problem_service" "azure_service",
ADD COLUMN     "problem_step" "azure_step",
ADD COLUMN     "provisioned_at" TIMESTAMPTZ(3),
ADD COLUMN     "resync_obeyed" TIMESTAMPTZ(3),
ADD COLUMN     "worker_seen_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "devices" DROP COLUMN "search_text",
ADD COLUMN     "drift_reported_at" TIMESTAMPTZ(3),
ADD COLUMN     "entra_deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "entra_deletion_problem" TEXT,
ADD COLUMN     "entra_differs_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "reports" DROP COLUMN "sent_at";

-- CreateTable
CREATE TABLE "azure_calls" (
    "id" UUID NOT NULL,
    "upload_id" UUID,
    "step" "azure_step" NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "failed" BOOLEAN NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "http_status" INTEGER,
    "error_code" TEXT,
    "error_detail" TEXT,
    "answer" TEXT,
    "client_request_id" UUID,
    "request_id" TEXT,

    CONSTRAINT "azure_calls_pkey" PRIMARY KEY ("id")
);

-- The request ids of messages that were sent before become their calls.
INSERT INTO "azure_calls" ("id", "upload_id", "step", "first_at", "last_at", "times", "failed", "duration_ms",
  "client_request_id", "request_id")
SELECT gen_random_uuid(), "id", 'upload', coalesce("sent_at", "created_at"), coalesce("sent_at", "created_at"),
  greatest("attempts", 1), "sent_at" IS NULL, 0, "client_request_id", "request_id"
FROM "uploads" WHERE "client_request_id" IS NOT NULL;

-- AlterTable
ALTER TABLE "uploads" DROP COLUMN "client_request_id",
DROP COLUMN "request_id",
ADD COLUMN     "failed_count" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "walks" (
    "name" "walk_name" NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "started_by" TEXT,
    "cursor" UUID,
    "reached" INTEGER NOT NULL DEFAULT 0,
    "stepped_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "walks_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "device_search_text_idx" ON "device_search" USING GIN ("text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "azure_calls_upload_id_first_at_idx" ON "azure_calls"("upload_id", "first_at");

-- CreateIndex
CREATE INDEX "azure_calls_failed_last_at_idx" ON "azure_calls"("failed", "last_at");

-- CreateIndex
CREATE INDEX "azure_calls_last_at_idx" ON "azure_calls"("last_at");

-- CreateIndex
CREATE INDEX "uploads_settled_at_idx" ON "uploads"("settled_at");

-- AddForeignKey
ALTER TABLE "device_search" ADD CONSTRAINT "device_search_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "azure_calls" ADD CONSTRAINT "azure_calls_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "uploads"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Devices in flight are updated twice in a report's life, and their messages as often.
INSERT INTO "walks" ("name") VALUES ('resync'), ('read_back') ON CONFLICT DO NOTHING;
ALTER TABLE "uploads" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE "azure_calls" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE "device_search" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- Devices that Entra was seen to differ about: few, and looked for each minute.
CREATE INDEX "devices_entra_differs_since_idx" ON "devices"("entra_differs_since") WHERE "entra_differs_since" IS NOT NULL;

-- The reports log: one index for every filter, walked value by value.
DROP INDEX "reports_status_created_at_id_idx";
CREATE INDEX "reports_status_trigger_verdict_created_at_id_idx" ON "reports"("status", "trigger", "verdict", "created_at", "id");
-- Only reports that failed have an error code: this index stays small.
CREATE INDEX "reports_error_code_created_at_id_idx" ON "reports"("error_code", "created_at", "id") WHERE "error_code" IS NOT NULL;
