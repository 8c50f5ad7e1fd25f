-- What Entra answered, each time that it answered something else.
CREATE TABLE "entra_readings" (
    "device_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "is_compliant" BOOLEAN,
    "is_managed" BOOLEAN,
    "problem" TEXT,
    "reported_verdict" "verdict" NOT NULL,
    "drifting" BOOLEAN NOT NULL,

    CONSTRAINT "entra_readings_pkey" PRIMARY KEY ("device_id", "at")
);

-- CreateIndex
CREATE INDEX "entra_readings_at_idx" ON "entra_readings"("at");

-- AddForeignKey
ALTER TABLE "entra_readings" ADD CONSTRAINT "entra_readings_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The verdict before, where a check-in changed it.
ALTER TABLE "check_ins" ADD COLUMN "verdict_from" "verdict";
UPDATE "check_ins" c SET "verdict_from" = p."before"
FROM (SELECT "id", "verdict", lag("verdict") OVER (PARTITION BY "device_id" ORDER BY "checked_in_at", "id") AS "before"
  FROM "check_ins") p
WHERE p."id" = c."id" AND p."before" <> p."verdict";

-- Timelines show these one by one, and only count the many others.
CREATE INDEX "check_ins_notable_idx" ON "check_ins"("device_id", "checked_in_at", "id")
  WHERE "changes" <> '[]'::jsonb OR "trigger" IS NOT NULL OR "verdict_from" IS NOT NULL;

-- Duplicates: devices with one serial number.
CREATE INDEX "devices_serial_number_idx" ON "devices"("serial_number") WHERE "serial_number" IS NOT NULL;
