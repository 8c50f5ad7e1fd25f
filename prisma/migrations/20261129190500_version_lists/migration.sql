-- CreateTable
CREATE TABLE "version_lists" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "versions" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "versions_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "managed_by_file" TEXT,

    CONSTRAINT "version_lists_pkey" PRIMARY KEY ("id")
);
