-- The order of a device's check-ins, apart from when it checked in: a clock that is ahead must not hide what comes later.
ALTER TABLE "devices" ADD COLUMN "ordered_at" TIMESTAMPTZ(3),
  ADD COLUMN "dated_at" TIMESTAMPTZ(3),
  ADD COLUMN "violation_count" INTEGER,
  ADD COLUMN "warnings" JSONB NOT NULL DEFAULT '[]';

-- Devices whose last check-in is dated in the future: it was received before now. The index on the time finds them.
WITH ahead AS (
  SELECT d."id", d."last_check_in_at" AS dated, least(now(), coalesce(
    (SELECT max(c."received_at") FROM "check_ins" c
      WHERE c."device_id" = d."id" AND c."checked_in_at" = d."last_check_in_at"), now())) AS received
  FROM "devices" d WHERE d."last_check_in_at" > now()
), put_right AS (
  UPDATE "check_ins" c SET "checked_in_at" = least(c."checked_in_at", c."received_at")
  FROM ahead a WHERE c."device_id" = a."id" AND c."checked_in_at" > c."received_at"
)
UPDATE "devices" d SET "ordered_at" = a.received, "dated_at" = a.dated, "last_check_in_at" = a.received,
  "first_check_in_at" = least(d."first_check_in_at", a.received), "verdict_since" = least(d."verdict_since", a.received),
  -- least() passes NULL over: without the case, managed devices would become retired.
  "retired_at" = CASE WHEN d."retired_at" IS NOT NULL THEN least(d."retired_at", a.received) END
FROM ahead a WHERE d."id" = a."id";
