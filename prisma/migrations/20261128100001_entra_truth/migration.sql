-- What else Entra answers: whether it lets the device sign in at all, and until when it counts its compliance.
ALTER TABLE "devices" ADD COLUMN "entra_enabled" BOOLEAN, ADD COLUMN "entra_compliance_expires_at" TIMESTAMPTZ(3);
ALTER TABLE "entra_readings" ADD COLUMN "enabled" BOOLEAN, ADD COLUMN "compliance_expires_at" TIMESTAMPTZ(3);
-- Devices are read as soon as their Azure id is known, whether or not Microsoft has confirmed anything.
ALTER TABLE "entra_readings" ALTER COLUMN "reported_verdict" DROP NOT NULL;

-- An answer in which one flag alone was missing had no problem: it would now read as removed from Entra.
UPDATE "devices" SET "entra_problem" = 'no_state'
WHERE "entra_read_at" IS NOT NULL AND "entra_is_compliant" IS NULL AND "entra_is_managed" IS NOT NULL
  AND "entra_problem" IS NULL AND "reported_verdict" IS DISTINCT FROM 'retired';

-- Inside the grace time a difference is a problem of its own.
UPDATE "devices" SET "entra_problem" = 'not_followed_yet'
WHERE "entra_differs_since" IS NOT NULL AND "drift_since" IS NULL AND "entra_problem" IS NULL;

-- The facet gains the new systems, whether the user is let in (lib/domain/access.ts) and what is wrong with Entra's
-- answer: 21 bits, as lib/domain/device-facet.ts packs them, below the feed's hash.
DROP TRIGGER "device_policies_follow" ON "devices";
ALTER TABLE "devices" DROP COLUMN "facet";
DROP FUNCTION "facet_of";
CREATE FUNCTION "facet_of"(
  "feed" text, "verdict" "verdict", "azure" "azure_compliance_status", "client" "client_status_code",
  "os" "operating_system", "management" "management_state", "reported" timestamptz, "drift" timestamptz,
  "azure_id" uuid, "read" timestamptz, "deleted" timestamptz, "problem" text, "enabled" boolean, "in_entra" boolean
) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ((hashtextextended("feed", 0) & 4294967295) << 21)
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
      WHEN 'not_followed_yet' THEN 5 WHEN 'no_permission' THEN 6 ELSE 0 END)::bigint << 18);

ALTER TABLE "devices" ADD COLUMN "facet" BIGINT GENERATED ALWAYS AS ("facet_of"(
  "feed", "verdict", "azure_compliance_status", "client_status_code", "os", "management_state", "last_reported_at",
  "drift_since", "azure_device_id", "entra_read_at", "entra_deleted_at", "entra_problem", "entra_enabled",
  "entra_is_compliant"
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

-- Counted anew: the stored numbers are of the former facets.
DELETE FROM "facet_counts";
UPDATE "facet_counting" SET "counted_at" = NULL;

-- Compliance that runs out between two readings is found by its time.
CREATE INDEX "devices_entra_expiry_idx" ON "devices"("entra_compliance_expires_at")
  WHERE "entra_compliance_expires_at" IS NOT NULL AND coalesce("entra_problem", 'not_followed_yet') IN ('not_followed_yet', 'no_state')
    AND ("reported_verdict" IS DISTINCT FROM 'retired' OR "entra_is_compliant");
