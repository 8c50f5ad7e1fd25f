-- CreateEnum
CREATE TYPE "source_kind" AS ENUM ('ivanti_neurons', 'intune', 'jamf_pro', 'fleet', 'json');

-- CreateEnum
CREATE TYPE "source_run_kind" AS ENUM ('full', 'quick');

-- CreateEnum
CREATE TYPE "source_run_state" AS ENUM ('running', 'done', 'failed');

-- CreateEnum
CREATE TYPE "source_run_stage" AS ENUM ('pages', 'single_devices', 'missing');

-- AlterTable
ALTER TABLE "devices" ADD COLUMN     "missing_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "sources" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "source_kind" NOT NULL,
    "url" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "feed" TEXT NOT NULL,
    "observe_only" BOOLEAN NOT NULL,
    "every_minutes" INTEGER NOT NULL,
    "full_walk_hour" SMALLINT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "next_run_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "problem_code" TEXT,
    "problem_message" TEXT,
    "problem_status" INTEGER,
    "problem_at" TIMESTAMPTZ(3),
    "problem_since" TIMESTAMPTZ(3),
    "has_run" BOOLEAN NOT NULL DEFAULT false,
    "read_since" TIMESTAMPTZ(3),
    "full_read_since" TIMESTAMPTZ(3),
    "full_devices" INTEGER,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_secrets" (
    "source_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "source_secrets_pkey" PRIMARY KEY ("source_id","name")
);

-- CreateTable
CREATE TABLE "source_runs" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "kind" "source_run_kind" NOT NULL,
    "state" "source_run_state" NOT NULL,
    "stage" "source_run_stage" NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "since" TIMESTAMPTZ(3),
    "cursor" JSONB,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "page_done" INTEGER NOT NULL DEFAULT 0,
    "resume_at" TIMESTAMPTZ(3),
    "lease" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "read" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "stale" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER,
    "total" INTEGER,
    "problem_code" TEXT,
    "problem_message" TEXT,
    "problem_status" INTEGER,
    "requested_by" TEXT,
    "cancelled_at" TIMESTAMPTZ(3),
    "cancelled_by" TEXT,
    "accepts_fewer" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "source_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_run_pages" (
    "run_id" UUID NOT NULL,
    "page" INTEGER NOT NULL,
    "device_ids" UUID[],

    CONSTRAINT "source_run_pages_pkey" PRIMARY KEY ("run_id","page")
);

-- CreateTable
CREATE TABLE "source_skips" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "external_id" TEXT,
    "reason" TEXT NOT NULL,
    "detail" TEXT,

    CONSTRAINT "source_skips_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_records" (
    "device_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "source_records_pkey" PRIMARY KEY ("device_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sources_name_key" ON "sources"("name");

-- CreateIndex
CREATE UNIQUE INDEX "sources_feed_key" ON "sources"("feed");

-- CreateIndex
CREATE INDEX "sources_next_run_at_idx" ON "sources"("next_run_at");

-- CreateIndex
CREATE INDEX "source_runs_source_id_started_at_id_idx" ON "source_runs"("source_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "source_runs_ended_at_idx" ON "source_runs"("ended_at");

-- CreateIndex
CREATE INDEX "source_skips_run_id_id_idx" ON "source_skips"("run_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "source_records_source_id_external_id_key" ON "source_records"("source_id", "external_id");

-- AddForeignKey
ALTER TABLE "sources" ADD CONSTRAINT "sources_feed_fkey" FOREIGN KEY ("feed") REFERENCES "feeds"("name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_secrets" ADD CONSTRAINT "source_secrets_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_runs" ADD CONSTRAINT "source_runs_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_run_pages" ADD CONSTRAINT "source_run_pages_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "source_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_skips" ADD CONSTRAINT "source_skips_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "source_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_records" ADD CONSTRAINT "source_records_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_records" ADD CONSTRAINT "source_records_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One run is under way for a source at a time, whoever starts it; workers look for runs here
CREATE UNIQUE INDEX "source_runs_running_key" ON "source_runs"("source_id") WHERE "state" = 'running';

-- A device that is read again changes only its hash: that needs no index, if its page has room
ALTER TABLE "source_records" SET (fillfactor = 85);

-- Devices that are missing from their source, in every order of lists: there are few of them
CREATE INDEX "devices_missing_last_check_in_at_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at") WHERE "missing_since" IS NOT NULL;
CREATE INDEX "devices_missing_last_reported_at_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at") WHERE "missing_since" IS NOT NULL;
CREATE INDEX "devices_missing_name_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at") WHERE "missing_since" IS NOT NULL;
ALTER TABLE "facet_counts" ADD COLUMN "missing" INTEGER NOT NULL DEFAULT 0;
