-- AlterTable
ALTER TABLE "reports" ADD COLUMN     "due_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "report_hours" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "status" "report_status" NOT NULL,
    "trigger" "report_trigger" NOT NULL,
    "error_code" TEXT NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "report_hours_pkey" PRIMARY KEY ("hour","status","trigger","error_code","bucket")
);

-- CreateTable
CREATE TABLE "snapshots" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "snapshots_pkey" PRIMARY KEY ("hour")
);

-- CreateTable
CREATE TABLE "overview" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "counted_to" TIMESTAMPTZ(3),
    "computed_at" TIMESTAMPTZ(3),
    "figures" JSONB,

    CONSTRAINT "overview_pkey" PRIMARY KEY ("id")
);

-- One row, written again and again.
INSERT INTO "overview" ("id") VALUES (1) ON CONFLICT DO NOTHING;
