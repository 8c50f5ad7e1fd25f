-- CreateTable
CREATE TABLE "entra_delta" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "tenant_id" TEXT,
    "link" TEXT,
    "running" BOOLEAN NOT NULL DEFAULT false,
    "is_full" BOOLEAN NOT NULL DEFAULT true,
    "full_rounds" INTEGER NOT NULL DEFAULT 0,
    "round_started_at" TIMESTAMPTZ(3),
    "known_at" TIMESTAMPTZ(3),
    "round_finished_at" TIMESTAMPTZ(3),
    "listed" INTEGER NOT NULL DEFAULT 0,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "problem_code" TEXT,
    "problem_detail" TEXT,
    "problem_since" TIMESTAMPTZ(3),
    "lease" UUID,
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "entra_delta_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entra_objects" (
    "object_id" UUID NOT NULL,
    "azure_device_id" UUID NOT NULL,
    "full_round" INTEGER NOT NULL,

    CONSTRAINT "entra_objects_pkey" PRIMARY KEY ("object_id")
);

-- CreateTable
CREATE TABLE "entra_findings" (
    "device_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entra_findings_pkey" PRIMARY KEY ("device_id")
);

-- CreateIndex
CREATE INDEX "entra_objects_azure_device_id_idx" ON "entra_objects"("azure_device_id");

-- CreateIndex
CREATE INDEX "entra_objects_full_round_idx" ON "entra_objects"("full_round");

-- CreateIndex
CREATE INDEX "entra_findings_at_idx" ON "entra_findings"("at");

-- AddForeignKey
ALTER TABLE "entra_findings" ADD CONSTRAINT "entra_findings_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Its one row
INSERT INTO "entra_delta" ("id") VALUES (1);
