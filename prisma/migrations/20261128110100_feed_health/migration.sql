-- How each feed does: when it was heard of last, what became of its check-ins hour by hour, and which were rejected.
ALTER TABLE "feeds" ADD COLUMN "last_check_in_at" TIMESTAMPTZ(3);
UPDATE "feeds" f SET "last_check_in_at" = d."at"
FROM (SELECT "feed", max("last_check_in_at") AS "at" FROM "devices" GROUP BY "feed") d WHERE d."feed" = f."name";

CREATE TABLE "feed_hours" (
    "feed" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "created" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "stale" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "warnings" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "feed_hours_pkey" PRIMARY KEY ("feed", "hour")
);
CREATE INDEX "feed_hours_hour_idx" ON "feed_hours"("hour");

CREATE TABLE "check_in_rejections" (
    "id" UUID NOT NULL,
    "feed" TEXT NOT NULL,
    "external_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "errors" JSONB NOT NULL,
    "excerpt" TEXT NOT NULL,

    CONSTRAINT "check_in_rejections_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "check_in_rejections_feed_at_id_idx" ON "check_in_rejections"("feed", "at", "id");
CREATE INDEX "check_in_rejections_feed_external_id_at_idx" ON "check_in_rejections"("feed", "external_id", "at");
CREATE INDEX "check_in_rejections_at_idx" ON "check_in_rejections"("at");
