ALTER TABLE "alert_attempts" ADD COLUMN "code" TEXT;
