-- CreateEnum
CREATE TYPE "bulk_action_kind" AS ENUM ('report', 'retire');

-- CreateEnum
CREATE TYPE "bulk_outcome" AS ENUM ('waiting', 'under_way', 'successful', 'failed', 'not_possible', 'cancelled');

-- CreateTable
CREATE TABLE "bulk_actions" (
    "id" UUID NOT NULL,
    "kind" "bulk_action_kind" NOT NULL,
    "filter" JSONB,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "cancelled_by" TEXT,
    "total" INTEGER NOT NULL DEFAULT 0,
    "under_way" INTEGER NOT NULL DEFAULT 0,
    "successful" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "not_possible" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "cursor" UUID,
    "pace" DOUBLE PRECISION,
    "paced_at" TIMESTAMPTZ(3),
    "paced_ended" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "bulk_actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_items" (
    "bulk_action_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "outcome" "bulk_outcome" NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "report_id" UUID,

    CONSTRAINT "bulk_items_pkey" PRIMARY KEY ("bulk_action_id","device_id")
);

-- CreateIndex
CREATE INDEX "bulk_actions_created_at_id_idx" ON "bulk_actions"("created_at", "id");

-- CreateIndex
CREATE INDEX "bulk_actions_finished_at_id_idx" ON "bulk_actions"("finished_at", "id");

-- CreateIndex
CREATE INDEX "bulk_items_bulk_action_id_outcome_device_id_idx" ON "bulk_items"("bulk_action_id", "outcome", "device_id");

-- Every item moves twice: vacuum early, so that those under way are found among few dead ones.
ALTER TABLE "bulk_items" SET (
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.05,
  autovacuum_vacuum_cost_delay = 0
);
