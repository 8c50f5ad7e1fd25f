-- CreateEnum
CREATE TYPE "policy_mode" AS ENUM ('enforce', 'report_only');

-- AlterTable
ALTER TABLE "check_ins" ADD COLUMN     "by_policies" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "devices" ADD COLUMN     "attributes" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "next_evaluation_at" TIMESTAMPTZ(3),
ADD COLUMN     "policy_state" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "policies" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "mode" "policy_mode" NOT NULL,
    "definition" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" TEXT NOT NULL,
    "restarted_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "managed_by_file" TEXT,
    "change_started_at" TIMESTAMPTZ(3) NOT NULL,
    "change_cursor" UUID,
    "change_reached" INTEGER NOT NULL DEFAULT 0,
    "change_finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "policies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_versions" (
    "id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "policy_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_exceptions" (
    "id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "device_id" UUID,
    "user_principal_name" TEXT,
    "view_id" UUID,
    "view_name" TEXT,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "policy_exceptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_exception_devices" (
    "device_id" UUID NOT NULL,
    "exception_id" UUID NOT NULL,

    CONSTRAINT "policy_exception_devices_pkey" PRIMARY KEY ("device_id","exception_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "policy_versions_policy_id_version_key" ON "policy_versions"("policy_id", "version");

-- CreateIndex
CREATE INDEX "policy_exceptions_policy_id_until_idx" ON "policy_exceptions"("policy_id", "until");

-- CreateIndex
CREATE INDEX "policy_exceptions_user_principal_name_idx" ON "policy_exceptions"("user_principal_name");

-- CreateIndex
CREATE INDEX "policy_exception_devices_exception_id_idx" ON "policy_exception_devices"("exception_id");

-- AddForeignKey
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exceptions" ADD CONSTRAINT "policy_exceptions_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exception_devices" ADD CONSTRAINT "policy_exception_devices_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exception_devices" ADD CONSTRAINT "policy_exception_devices_exception_id_fkey" FOREIGN KEY ("exception_id") REFERENCES "policy_exceptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Devices that policies have to be applied to again once their time has come
CREATE INDEX "devices_next_evaluation_at_idx" ON "devices"("next_evaluation_at") WHERE "next_evaluation_at" IS NOT NULL;

-- What versions are compared by, as versionKeyOf in lib/domain/policies/version-key.ts: six parts, and the letter of a
-- rapid security response. Null: the text has no number.
CREATE FUNCTION policy_version_key(given text) RETURNS bigint[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT CASE WHEN found IS NOT NULL THEN
        (SELECT array_agg(CASE WHEN length(digits) > 15 THEN 999999999999999
            WHEN digits = '' THEN 0 ELSE digits::bigint END ORDER BY place)
          FROM (SELECT place, ltrim(split_part(found[1], '.', place), '0') AS digits FROM generate_series(1, 6) place) parts)
        || coalesce(ascii(lower(found[2] COLLATE "C")) - 96, 0)::bigint END
    FROM regexp_match(given, '([0-9]+(?:[.][0-9]+)*)(?: ?[(]([A-Za-z])[)])?') AS found
  $$;
