-- AlterTable
ALTER TABLE "devices" ADD COLUMN     "tagged" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "tags" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "devices" INTEGER NOT NULL,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_tags" (
    "tag_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,

    CONSTRAINT "device_tags_pkey" PRIMARY KEY ("tag_id","device_id")
);

-- CreateTable
CREATE TABLE "device_notes" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "owner_key" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_notes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tags_key_key" ON "tags"("key");

-- CreateIndex
CREATE INDEX "device_tags_device_id_idx" ON "device_tags"("device_id");

-- CreateIndex
CREATE INDEX "device_notes_device_id_created_at_id_idx" ON "device_notes"("device_id", "created_at", "id");

-- AddForeignKey
ALTER TABLE "device_tags" ADD CONSTRAINT "device_tags_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tags"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_tags" ADD CONSTRAINT "device_tags_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_notes" ADD CONSTRAINT "device_notes_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;
