-- Channel `tag`: an extension attribute of the Entra device says the verdict.
CREATE TABLE "tag_values" (
    "attribute" SMALLINT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "tag_values_pkey" PRIMARY KEY ("attribute","value")
);

ALTER TABLE "reporting_channels" ADD COLUMN "rewrites" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "azure_ids" ADD COLUMN "flags_channel" "channel", ADD COLUMN "tagged" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "partner_due_at" TIMESTAMPTZ(3), ADD COLUMN "untag_due_at" TIMESTAMPTZ(3);
CREATE INDEX "azure_ids_partner_due_at_idx" ON "azure_ids"("partner_due_at") WHERE "partner_due_at" IS NOT NULL;
CREATE INDEX "azure_ids_untag_due_at_idx" ON "azure_ids"("untag_due_at") WHERE "untag_due_at" IS NOT NULL;
UPDATE "azure_ids" a SET "flags_channel" = d."channel" FROM "devices" d
WHERE d."azure_device_id" = a."azure_device_id" AND d."feed" = a."feed" AND d."reported_verdict" IS NOT NULL
  AND d."channel" IN ('partner', 'windows');

ALTER TABLE "reports" ADD COLUMN "follow_up" BOOLEAN NOT NULL DEFAULT false;

-- Where the tag is what Entra goes by, it decides about the access that the facet holds.
DROP TRIGGER "device_policies_follow" ON "devices";
ALTER TABLE "devices" DROP COLUMN "facet";
DROP FUNCTION "facet_of";
ALTER TABLE "devices" ADD COLUMN "entra_tag_value" TEXT, ADD COLUMN "entra_tag_state" TEXT,
  ADD COLUMN "entra_tag_evaluated" BOOLEAN;

CREATE FUNCTION "facet_of"(
  "feed" text, "verdict" "verdict", "azure" "azure_compliance_status", "client" "client_status_code",
  "os" "operating_system", "management" "management_state", "reported" timestamptz, "drift" timestamptz,
  "azure_id" uuid, "read" timestamptz, "deleted" timestamptz, "problem" text, "enabled" boolean, "in_entra" boolean, "channel" "channel",
  "tag" text, "tag_evaluated" boolean
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
      WHEN "channel" = 'tag' THEN CASE WHEN "tag" IS NULL OR "tag_evaluated" IS NOT TRUE THEN 0 WHEN "tag" = 'noncompliant' THEN 2 ELSE 1 END
      WHEN "in_entra" THEN 1
      ELSE 2 END)::bigint << 16)
  | ((CASE "problem" WHEN 'not_in_entra' THEN 1 WHEN 'disabled' THEN 2 WHEN 'expired' THEN 3 WHEN 'no_state' THEN 4
      WHEN 'not_followed_yet' THEN 5 WHEN 'no_permission' THEN 6 ELSE 0 END)::bigint << 18)
  | ((CASE "channel" WHEN 'partner' THEN 1 WHEN 'windows' THEN 2 WHEN 'tag' THEN 3 ELSE 0 END)::bigint << 21);

ALTER TABLE "devices" ADD COLUMN "facet" BIGINT GENERATED ALWAYS AS ("facet_of"(
  "feed", "verdict", "azure_compliance_status", "client_status_code", "os", "management_state", "last_reported_at",
  "drift_since", "azure_device_id", "entra_read_at", "entra_deleted_at", "entra_problem", "entra_enabled",
  "entra_is_compliant", "channel", "entra_tag_state", "entra_tag_evaluated"
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
