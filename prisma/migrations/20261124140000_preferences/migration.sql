-- CreateTable
CREATE TABLE "preferences" (
    "owner" TEXT NOT NULL,
    "choices" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "preferences_pkey" PRIMARY KEY ("owner")
);
