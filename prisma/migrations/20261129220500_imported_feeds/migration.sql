-- When a file was recorded in the feed last
ALTER TABLE "feeds" ADD COLUMN     "imported_at" TIMESTAMPTZ(3);
