-- How a device's verdict reaches Microsoft: by messages to Intune's partner service, which takes no Windows devices, or by
-- writes to Entra's device objects through Graph.
CREATE TYPE "channel" AS ENUM ('partner', 'windows', 'tag', 'none');
ALTER TYPE "azure_step" ADD VALUE 'write_devices';
ALTER TYPE "walk_name" ADD VALUE 'channels';

CREATE TABLE "reporting_channels" (
    "name" "channel" NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "health" "connection_health" NOT NULL DEFAULT 'unknown',
    "health_since" TIMESTAMPTZ(3),
    "problem_code" TEXT,
    "problem_detail" TEXT,
    "failing_since" TIMESTAMPTZ(3),
    "probe_after" TIMESTAMPTZ(3),
    "probes" INTEGER NOT NULL DEFAULT 0,
    "throttled_until" TIMESTAMPTZ(3),
    "attribute" SMALLINT,
    "compliant_value" TEXT,
    "noncompliant_value" TEXT,

    CONSTRAINT "reporting_channels_pkey" PRIMARY KEY ("name")
);
INSERT INTO "reporting_channels" ("name", "enabled", "attribute", "compliant_value", "noncompliant_value") VALUES
  ('partner', true, NULL, NULL, NULL), ('windows', true, NULL, NULL, NULL),
  ('tag', false, 15, 'tenko:compliant', 'tenko:noncompliant');

ALTER TABLE "connection" ADD COLUMN "graph_writes_until" TIMESTAMPTZ(3);

-- Until now all went by messages.
ALTER TABLE "uploads" ADD COLUMN "channel" "channel" NOT NULL DEFAULT 'partner';
DROP INDEX "uploads_status_created_at_idx";
CREATE INDEX "uploads_status_channel_created_at_idx" ON "uploads"("status", "channel", "created_at");

-- The facet gains the channel: 23 bits, as lib/domain/devices/device-facet.ts packs them, below 30 bits of the feed's hash.
DROP TRIGGER "device_policies_follow" ON "devices";
ALTER TABLE "devices" DROP COLUMN "facet";
DROP FUNCTION "facet_of";
DROP INDEX "devices_due_priority_report_due_at_idx";

-- One rewrite of the table, where an UPDATE would write each row and its indexes once more.
ALTER TABLE "devices" ADD COLUMN "channel" TEXT, ADD COLUMN "channel_reason" TEXT;
ALTER TABLE "devices"
  ALTER COLUMN "channel" TYPE "channel" USING (CASE WHEN "os" IN ('ios', 'ipados', 'android', 'macos') THEN 'partner'
    WHEN "os" = 'windows' THEN 'windows' ELSE 'none' END)::"channel",
  ALTER COLUMN "channel_reason" TYPE TEXT USING (CASE WHEN "os" NOT IN ('ios', 'ipados', 'android', 'macos', 'windows')
    THEN 'os_unsupported' END),
  ALTER COLUMN "channel" SET DEFAULT 'none', ALTER COLUMN "channel" SET NOT NULL;
UPDATE "devices" d SET "channel" = 'none', "channel_reason" = 'observed' FROM "feeds" f
WHERE f."name" = d."feed" AND f."observes_only";

CREATE FUNCTION "facet_of"(
  "feed" text, "verdict" "verdict", "azure" "azure_compliance_status", "client" "client_status_code",
  "os" "operating_system", "management" "management_state", "reported" timestamptz, "drift" timestamptz,
  "azure_id" uuid, "read" timestamptz, "deleted" timestamptz, "problem" text, "enabled" boolean, "in_entra" boolean, "channel" "channel"
) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ((hashtextextended("feed", 0) & 1073741823) << 23)
  | (CASE "verdict" WHEN 'compliant' THEN 0 WHEN 'noncompliant' THEN 1 ELSE 2 END)::bigint
  | ((CASE "azure" WHEN 'in_progress' THEN 1 WHEN 'successful' THEN 2 WHEN 'failed' THEN 3 ELSE 0 END)::bigint << 2)
  | ((CASE "client"
      WHEN 'Success' THEN 1 WHEN 'Internal_Error' THEN 2 WHEN 'Workplace_Join_Required' THEN 3
      WHEN 'Interaction_Required' THEN 4 WHEN 'Server_Declined_Scopes' THEN 5
      WHEN 'Server_Protection_Policies_Required' THEN 6 WHEN 'User_Canceled' THEN 7 WHEN 'Account_logged_out' THEN 8
      ELSE 0 END)::bigint << 4)
  | ((CASE "os" WHEN 'ios' THEN 0 WHEN 'ipados' THEN 1 WHEN 'android' THEN 2 WHEN 'macos' THEN 3 WHEN 'windows' THEN 4
      WHEN 'visionos' THEN 5 WHEN 'tvos' THEN 6 WHEN 'watchos' THEN 7 WHEN 'chromeos' THEN 8 WHEN 'linux' THEN 9
      ELSE 10 END)::bigint << 8)
  | ((CASE "management" WHEN 'managed' THEN 0 WHEN 'retiring' THEN 1 ELSE 2 END)::bigint << 12)
  | ((CASE WHEN "reported" IS NULL THEN 1 ELSE 0 END)::bigint << 14)
  | ((CASE WHEN "drift" IS NOT NULL THEN 1 ELSE 0 END)::bigint << 15)
  | ((CASE
      WHEN "read" IS NULL THEN CASE
        WHEN "deleted" IS NOT NULL THEN 2
        WHEN "azure_id" IS NULL AND "client" IN ('Workplace_Join_Required', 'Interaction_Required', 'Server_Declined_Scopes',
          'Server_Protection_Policies_Required', 'User_Canceled', 'Account_logged_out') THEN 2
        ELSE 0 END
      WHEN "problem" = 'no_permission' THEN 0
      WHEN "problem" IN ('not_in_entra', 'disabled', 'expired', 'no_state') OR "enabled" IS FALSE THEN 2
      WHEN "in_entra" THEN 1
      ELSE 2 END)::bigint << 16)
  | ((CASE "problem" WHEN 'not_in_entra' THEN 1 WHEN 'disabled' THEN 2 WHEN 'expired' THEN 3 WHEN 'no_state' THEN 4
      WHEN 'not_followed_yet' THEN 5 WHEN 'no_permission' THEN 6 ELSE 0 END)::bigint << 18)
  | ((CASE "channel" WHEN 'partner' THEN 1 WHEN 'windows' THEN 2 WHEN 'tag' THEN 3 ELSE 0 END)::bigint << 21);


ALTER TABLE "devices" ADD COLUMN "facet" BIGINT GENERATED ALWAYS AS ("facet_of"(
  "feed", "verdict", "azure_compliance_status", "client_status_code", "os", "management_state", "last_reported_at",
  "drift_since", "azure_device_id", "entra_read_at", "entra_deleted_at", "entra_problem", "entra_enabled",
  "entra_is_compliant", "channel"
)) STORED;

CREATE INDEX "devices_last_check_in_at_id_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at");
CREATE INDEX "devices_last_reported_at_id_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at");
CREATE INDEX "devices_name_id_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at");
CREATE INDEX "devices_facet_last_check_in_at_id_idx" ON "devices"("facet", "last_check_in_at", "id") INCLUDE ("last_reported_at");
CREATE INDEX "devices_facet_last_reported_at_id_idx" ON "devices"("facet", "last_reported_at", "id") INCLUDE ("last_check_in_at");
CREATE INDEX "devices_facet_name_id_idx" ON "devices"("facet", "name", "id") INCLUDE ("last_check_in_at", "last_reported_at");

UPDATE "device_policies" p SET "facet" = d."facet" FROM "devices" d WHERE d."id" = p."device_id";
CREATE TRIGGER "device_policies_follow" AFTER UPDATE ON "devices" FOR EACH ROW
  WHEN (OLD.violations <> '[]' AND NEW.violations <> '[]' AND (OLD.facet IS DISTINCT FROM NEW.facet OR OLD.name <> NEW.name
    OR OLD.last_check_in_at <> NEW.last_check_in_at OR OLD.last_reported_at IS DISTINCT FROM NEW.last_reported_at))
  EXECUTE FUNCTION "follow_device"();

-- Counted again: the stored numbers are of the former facets.
DELETE FROM "facet_counts";
UPDATE "facet_counting" SET "counted_at" = NULL;

CREATE INDEX "devices_azure_id_taken_last_check_in_at_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at") WHERE "azure_id_taken_by" IS NOT NULL;
CREATE INDEX "devices_azure_id_taken_last_reported_at_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at") WHERE "azure_id_taken_by" IS NOT NULL;
CREATE INDEX "devices_azure_id_taken_name_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at") WHERE "azure_id_taken_by" IS NOT NULL;
CREATE INDEX "devices_channel_due_priority_report_due_at_idx" ON "devices"("channel", "due_priority", "report_due_at");

-- What Windows devices were told by messages never took effect: they are told again, on the way that is theirs.
UPDATE "devices" SET "report_due_at" = now(), "due_trigger" = 'resync', "due_priority" = 1
WHERE "channel" = 'windows' AND "report_due_at" IS NULL AND "management_state" <> 'retired'
  AND "azure_device_id" IS NOT NULL AND "client_status_code" = 'Success' AND "azure_id_taken_by" IS NULL;
UPDATE "devices" SET "report_due_at" = NULL, "due_trigger" = NULL, "due_priority" = 0
WHERE "channel" = 'none' AND "report_due_at" IS NOT NULL;
