-- What a list is narrowed by, packed into one number, the feed's hash above 15 bits of what lib/domain/device-facet.ts
-- packs. Any filter is a set of facets, and each facet stands in every order.
CREATE FUNCTION "facet_of"(
  "feed" text, "verdict" "verdict", "azure" "azure_compliance_status", "client" "client_status_code",
  "os" "operating_system", "management" "management_state", "reported" timestamptz, "drift" timestamptz
) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ((hashtextextended("feed", 0) & 4294967295) << 15)
  | (CASE "verdict" WHEN 'compliant' THEN 0 WHEN 'noncompliant' THEN 1 ELSE 2 END)::bigint
  | ((CASE "azure" WHEN 'in_progress' THEN 1 WHEN 'successful' THEN 2 WHEN 'failed' THEN 3 ELSE 0 END)::bigint << 2)
  | ((CASE "client"
      WHEN 'Success' THEN 1 WHEN 'Internal_Error' THEN 2 WHEN 'Workplace_Join_Required' THEN 3
      WHEN 'Interaction_Required' THEN 4 WHEN 'Server_Declined_Scopes' THEN 5
      WHEN 'Server_Protection_Policies_Required' THEN 6 WHEN 'User_Canceled' THEN 7 WHEN 'Account_logged_out' THEN 8
      ELSE 0 END)::bigint << 4)
  | ((CASE "os" WHEN 'ios' THEN 0 WHEN 'ipados' THEN 1 WHEN 'android' THEN 2 WHEN 'macos' THEN 3 ELSE 4 END)::bigint << 8)
  | ((CASE "management" WHEN 'managed' THEN 0 WHEN 'retiring' THEN 1 ELSE 2 END)::bigint << 11)
  | ((CASE WHEN "reported" IS NULL THEN 1 ELSE 0 END)::bigint << 13)
  | ((CASE WHEN "drift" IS NOT NULL THEN 1 ELSE 0 END)::bigint << 14);

-- By a function, since an update that touches none of these columns reads the column's expression anew for each row.
ALTER TABLE "devices" ADD COLUMN "facet" BIGINT GENERATED ALWAYS AS ("facet_of"(
  "feed", "verdict", "azure_compliance_status", "client_status_code", "os", "management_state", "last_reported_at", "drift_since"
)) STORED;

-- DropIndex
DROP INDEX "devices_azure_compliance_status_last_check_in_at_id_idx";
DROP INDEX "devices_client_status_code_last_check_in_at_id_idx";
DROP INDEX "devices_drift_since_idx";
DROP INDEX "devices_verdict_last_check_in_at_id_idx";
DROP INDEX "devices_last_check_in_at_id_idx";
DROP INDEX "devices_last_reported_at_id_idx";
DROP INDEX "devices_name_id_idx";

-- Each order of the list, whole and by facet. What is included lets a walk pass over devices that are not wanted
-- without reading their rows.
CREATE INDEX "devices_last_check_in_at_id_idx" ON "devices"("last_check_in_at", "id") INCLUDE ("facet", "last_reported_at");
CREATE INDEX "devices_last_reported_at_id_idx" ON "devices"("last_reported_at", "id") INCLUDE ("facet", "last_check_in_at");
CREATE INDEX "devices_name_id_idx" ON "devices"("name", "id") INCLUDE ("facet", "last_check_in_at", "last_reported_at");
CREATE INDEX "devices_facet_last_check_in_at_id_idx" ON "devices"("facet", "last_check_in_at", "id") INCLUDE ("last_reported_at");
CREATE INDEX "devices_facet_last_reported_at_id_idx" ON "devices"("facet", "last_reported_at", "id") INCLUDE ("last_check_in_at");
CREATE INDEX "devices_facet_name_id_idx" ON "devices"("facet", "name", "id") INCLUDE ("last_check_in_at", "last_reported_at");

-- CreateTable
CREATE TABLE "device_policies" (
    "policy" TEXT NOT NULL,
    "device_id" UUID NOT NULL,
    "facet" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "last_check_in_at" TIMESTAMPTZ(3) NOT NULL,
    "last_reported_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_policies_pkey" PRIMARY KEY ("policy","device_id")
);

-- CreateTable
CREATE TABLE "facet_counts" (
    "facet" INTEGER NOT NULL,
    "feed" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "facet_counts_pkey" PRIMARY KEY ("facet","feed")
);

-- CreateTable
CREATE TABLE "facet_counting" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "counted_at" TIMESTAMPTZ(3),
    "took" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "facet_counting_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "facet_counting_one_row" CHECK ("id" = 1)
);
INSERT INTO "facet_counting" ("id") VALUES (1);

INSERT INTO "device_policies" ("policy", "device_id", "facet", "name", "last_check_in_at", "last_reported_at")
SELECT DISTINCT v->>'policy', d."id", d."facet", d."name", d."last_check_in_at", d."last_reported_at"
FROM "devices" d, jsonb_array_elements(d."violations") v WHERE d."violations" <> '[]';

-- CreateIndex
CREATE INDEX "device_policies_device_id_idx" ON "device_policies"("device_id");

-- AddForeignKey
ALTER TABLE "device_policies" ADD CONSTRAINT "device_policies_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Room on the pages: a row changes with its device, its indexes do not.
ALTER TABLE "device_policies" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- The schema engine ends a statement at every semicolon: those of the function are written \x3B.
CREATE FUNCTION "keep_device_policies"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF TG_OP = ''UPDATE'' THEN
    IF OLD.violations IS DISTINCT FROM NEW.violations THEN
      DELETE FROM device_policies p WHERE p.device_id = NEW.id
        AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(NEW.violations) v WHERE v->>''policy'' = p.policy)\x3B
    ELSE
      UPDATE device_policies SET facet = NEW.facet, name = NEW.name, last_check_in_at = NEW.last_check_in_at,
        last_reported_at = NEW.last_reported_at WHERE device_id = NEW.id\x3B
      RETURN NULL\x3B
    END IF\x3B
  END IF\x3B
  INSERT INTO device_policies (policy, device_id, facet, name, last_check_in_at, last_reported_at)
  SELECT DISTINCT v->>''policy'', NEW.id, NEW.facet, NEW.name, NEW.last_check_in_at, NEW.last_reported_at
  FROM jsonb_array_elements(NEW.violations) v
  ON CONFLICT (policy, device_id) DO UPDATE SET facet = excluded.facet, name = excluded.name,
    last_check_in_at = excluded.last_check_in_at, last_reported_at = excluded.last_reported_at\x3B
  RETURN NULL\x3B
END ';
CREATE TRIGGER "device_policies_of_new" AFTER INSERT ON "devices" FOR EACH ROW
  WHEN (NEW.violations <> '[]') EXECUTE FUNCTION "keep_device_policies"();
CREATE TRIGGER "device_policies_of_changed" AFTER UPDATE ON "devices" FOR EACH ROW
  WHEN ((OLD.violations <> '[]' OR NEW.violations <> '[]') AND (OLD.violations IS DISTINCT FROM NEW.violations
    OR OLD.facet IS DISTINCT FROM NEW.facet OR OLD.name <> NEW.name OR OLD.last_check_in_at <> NEW.last_check_in_at
    OR OLD.last_reported_at IS DISTINCT FROM NEW.last_reported_at))
  EXECUTE FUNCTION "keep_device_policies"();

-- Stored as lib/domain/search-text.ts folds it.
UPDATE "device_search" s SET "text" =
  regexp_replace(normalize(s."text", NFKC), '([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff])', '\1ꀀꀁ', 'g')
  || E'\nꀂ' || CASE d."os" WHEN 'ios' THEN '0' WHEN 'ipados' THEN '1' WHEN 'android' THEN '2' WHEN 'macos' THEN '3' ELSE '4' END || 'ꀂ'
FROM "devices" d WHERE d."id" = s."device_id";

-- How often a term occurs is guessed from these.
ALTER TABLE "device_search" ALTER COLUMN "text" SET STATISTICS 1000;
