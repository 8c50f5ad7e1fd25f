-- A policy takes the access of a device at a known time: until then its user has to act, which the facet says.
DROP TRIGGER "device_policies_follow" ON "devices";
ALTER TABLE "devices" DROP COLUMN "facet";
DROP FUNCTION "facet_of";
ALTER TABLE "devices" ADD COLUMN "loses_access_at" TIMESTAMPTZ(3);
-- Workers find out about the devices that violate policies: they are evaluated next.
UPDATE "devices" SET "next_evaluation_at" = now() WHERE "policy_state" <> '[]';

-- 24 bits, as lib/domain/devices/device-facet.ts packs them, below 29 bits of the feed's hash.
CREATE FUNCTION "facet_of"(
  "feed" text, "verdict" "verdict", "azure" "azure_compliance_status", "client" "client_status_code",
  "os" "operating_system", "management" "management_state", "reported" timestamptz, "drift" timestamptz,
  "azure_id" uuid, "read" timestamptz, "deleted" timestamptz, "problem" text, "enabled" boolean, "in_entra" boolean, "channel" "channel",
  "tag" text, "tag_evaluated" boolean, "loses_access" timestamptz
) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ((hashtextextended("feed", 0) & 536870911) << 24)
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
      WHEN "channel" = 'tag' THEN CASE WHEN "tag" IS NULL OR "tag_evaluated" IS NOT TRUE THEN 0 WHEN "tag" = 'noncompliant' THEN 2 ELSE 1 END
      WHEN "in_entra" THEN 1
      ELSE 2 END)::bigint << 16)
  | ((CASE "problem" WHEN 'not_in_entra' THEN 1 WHEN 'disabled' THEN 2 WHEN 'expired' THEN 3 WHEN 'no_state' THEN 4
      WHEN 'not_followed_yet' THEN 5 WHEN 'no_permission' THEN 6 ELSE 0 END)::bigint << 18)
  | ((CASE "channel" WHEN 'partner' THEN 1 WHEN 'windows' THEN 2 WHEN 'tag' THEN 3 ELSE 0 END)::bigint << 21)
  | ((CASE WHEN "loses_access" IS NOT NULL THEN 1 ELSE 0 END)::bigint << 23);

ALTER TABLE "devices" ADD COLUMN "facet" BIGINT GENERATED ALWAYS AS ("facet_of"(
  "feed", "verdict", "azure_compliance_status", "client_status_code", "os", "management_state", "last_reported_at",
  "drift_since", "azure_device_id", "entra_read_at", "entra_deleted_at", "entra_problem", "entra_enabled",
  "entra_is_compliant", "channel", "entra_tag_state", "entra_tag_evaluated", "loses_access_at"
)) STORED;

CREATE INDEX "devices_last_check_in_at_id_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at");
CREATE INDEX "devices_last_reported_at_id_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at");
CREATE INDEX "devices_name_id_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at");
CREATE INDEX "devices_facet_last_check_in_at_id_idx" ON "devices"("facet", "last_check_in_at", "id") INCLUDE ("last_reported_at");
CREATE INDEX "devices_facet_last_reported_at_id_idx" ON "devices"("facet", "last_reported_at", "id") INCLUDE ("last_check_in_at");
CREATE INDEX "devices_facet_name_id_idx" ON "devices"("facet", "name", "id") INCLUDE ("last_check_in_at", "last_reported_at");

-- Tenko's own policies, too: rows of a device that violated only these did not follow it.
UPDATE "device_policies" p SET "facet" = d."facet", "name" = d."name", "last_check_in_at" = d."last_check_in_at",
  "last_reported_at" = d."last_reported_at" FROM "devices" d WHERE d."id" = p."device_id";
CREATE TRIGGER "device_policies_follow" AFTER UPDATE ON "devices" FOR EACH ROW
  WHEN ((OLD.violations <> '[]' OR OLD.policy_state <> '[]') AND (NEW.violations <> '[]' OR NEW.policy_state <> '[]')
    AND (OLD.facet IS DISTINCT FROM NEW.facet OR OLD.name <> NEW.name
      OR OLD.last_check_in_at <> NEW.last_check_in_at OR OLD.last_reported_at IS DISTINCT FROM NEW.last_reported_at))
  EXECUTE FUNCTION "follow_device"();

-- Counted again: the stored numbers are of the former facets.
DELETE FROM "facet_counts";
UPDATE "facet_counting" SET "counted_at" = NULL;

CREATE INDEX "devices_azure_id_taken_last_check_in_at_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at") WHERE "azure_id_taken_by" IS NOT NULL;
CREATE INDEX "devices_azure_id_taken_last_reported_at_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at") WHERE "azure_id_taken_by" IS NOT NULL;
CREATE INDEX "devices_azure_id_taken_name_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at") WHERE "azure_id_taken_by" IS NOT NULL;
CREATE INDEX "devices_missing_last_check_in_at_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at") WHERE "missing_since" IS NOT NULL;
CREATE INDEX "devices_missing_last_reported_at_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at") WHERE "missing_since" IS NOT NULL;
CREATE INDEX "devices_missing_name_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at") WHERE "missing_since" IS NOT NULL;
