-- DropIndex
DROP INDEX "alert_deliveries_destination_idx";

-- CreateTable
CREATE TABLE "user_mail" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "enabled" BOOLEAN NOT NULL,
    "company_name" TEXT NOT NULL,
    "help_desk" TEXT NOT NULL,
    "footer" JSONB NOT NULL,
    "back_in_order" BOOLEAN NOT NULL,
    "language" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "user_mail_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "alert_deliveries_to_users_idx" ON "alert_deliveries"("due_at") WHERE "state" = 'waiting' AND "destination_id" IS NULL;
