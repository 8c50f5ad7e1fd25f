-- The last check of the connection, with its time and who ran it
ALTER TABLE "connection" ADD COLUMN "preflight" JSONB,
ADD COLUMN "preflight_at" TIMESTAMPTZ(3),
ADD COLUMN "preflight_by" TEXT;
