-- AlterTable
ALTER TABLE "entra_objects" ADD COLUMN "name" TEXT,
ADD COLUMN "os" "operating_system" NOT NULL DEFAULT 'other',
ADD COLUMN "last_sign_in_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00 +00:00',
ADD COLUMN "in_tenko" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "entra_only_counting" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "systems" JSONB NOT NULL DEFAULT '[]',
    "counted_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entra_only_counting_pkey" PRIMARY KEY ("id")
);

-- The two orders of the list; most objects are in Tenko and need no place in it
CREATE INDEX "entra_objects_last_sign_in_at_object_id_idx" ON "entra_objects"("last_sign_in_at", "object_id") WHERE NOT "in_tenko";
CREATE INDEX "entra_objects_os_last_sign_in_at_object_id_idx" ON "entra_objects"("os", "last_sign_in_at", "object_id") WHERE NOT "in_tenko";

-- Objects of the same name
CREATE INDEX "entra_objects_same_name_idx" ON "entra_objects"(lower("name"), "os");

-- Its one row
INSERT INTO "entra_only_counting" ("id", "next_at") VALUES (1, '1970-01-01 00:00:00 +00:00');

-- The list of all devices is read again, now with their names
UPDATE "entra_delta" SET "link" = NULL, "running" = false;
