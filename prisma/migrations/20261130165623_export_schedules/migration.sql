-- CreateEnum
CREATE TYPE "export_rhythm" AS ENUM ('day', 'week', 'month');

-- CreateTable
CREATE TABLE "export_schedules" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "sort" TEXT NOT NULL,
    "columns" TEXT[],
    "every" "export_rhythm" NOT NULL,
    "weekday" SMALLINT,
    "day_of_month" SMALLINT,
    "minute" SMALLINT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "when_empty" BOOLEAN NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "last_run_at" TIMESTAMPTZ(3),
    "last_sent_at" TIMESTAMPTZ(3),
    "last_count" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "export_schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export_schedule_destinations" (
    "schedule_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,

    CONSTRAINT "export_schedule_destinations_pkey" PRIMARY KEY ("schedule_id","destination_id")
);

-- CreateIndex
CREATE INDEX "export_schedules_next_at_idx" ON "export_schedules"("next_at");

-- CreateIndex
CREATE INDEX "export_schedule_destinations_destination_id_idx" ON "export_schedule_destinations"("destination_id");

-- AddForeignKey
ALTER TABLE "export_schedule_destinations" ADD CONSTRAINT "export_schedule_destinations_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "export_schedules"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export_schedule_destinations" ADD CONSTRAINT "export_schedule_destinations_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "alert_destinations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
