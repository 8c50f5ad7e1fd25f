-- AlterEnum
ALTER TYPE "actor_kind" ADD VALUE 'unknown';

-- CreateEnum
CREATE TYPE "audit_outcome" AS ENUM ('done', 'refused');

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "created_by" TEXT,
ADD COLUMN     "managed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "replaced_by" UUID,
ADD COLUMN     "revoked_by" TEXT;

-- Until now the key of the environment was known by its name alone.
UPDATE "api_keys" SET "managed" = true WHERE "name" = 'bootstrap';

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "actor_id" TEXT,
ADD COLUMN     "address" TEXT,
ADD COLUMN     "after" JSONB,
ADD COLUMN     "before" JSONB,
ADD COLUMN     "count" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "outcome" "audit_outcome" NOT NULL DEFAULT 'done',
ADD COLUMN     "user_agent" TEXT;

-- CreateIndex
CREATE INDEX "api_keys_created_at_id_idx" ON "api_keys"("created_at", "id");

-- CreateIndex
CREATE INDEX "audit_events_outcome_at_id_idx" ON "audit_events"("outcome", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_action_at_id_idx" ON "audit_events"("action", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_actor_name_at_id_idx" ON "audit_events"("actor_name", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_target_at_id_idx" ON "audit_events"("target", "at", "id");

-- What a search looks through. A function, so that index and query cannot come to differ.
CREATE FUNCTION audit_text(
  actor_name text, action text, target text, address text, request_id text, details jsonb, before jsonb, after jsonb
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS E'
  SELECT actor_name || '' '' || action || '' '' || coalesce(target, '''') || '' '' || coalesce(address, '''') || '' ''
    || coalesce(request_id, '''') || '' '' || details::text || '' '' || coalesce(before::text, '''') || '' ''
    || coalesce(after::text, '''')
';
CREATE INDEX "audit_events_text_idx" ON "audit_events" USING gin (
  audit_text(actor_name, action, target, address, request_id, details, before, after) gin_trgm_ops
);

-- Events are added, and never changed or taken away: whatever statement tries is refused, replication or not.
-- The schema engine ends a statement at every semicolon: those of functions are written \x3B.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  RAISE EXCEPTION ''audit_events is append-only: % is refused'', TG_OP USING ERRCODE = ''insufficient_privilege''\x3B
END ';
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Retention is the one way out: only within forget_audit_events, and only events older than it was called for.
CREATE FUNCTION refuse_audit_delete() RETURNS trigger LANGUAGE plpgsql AS E'
DECLARE
  allowed text := nullif(current_setting(''tenko.forget_audit_before'', true), '''')\x3B
BEGIN
  IF allowed IS NULL OR OLD.at >= least(allowed::timestamptz, clock_timestamp() - interval ''1 day'') THEN
    RAISE EXCEPTION ''audit_events is append-only: DELETE is refused'' USING ERRCODE = ''insufficient_privilege''\x3B
  END IF\x3B
  RETURN OLD\x3B
END ';
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_delete();

CREATE FUNCTION forget_audit_events(older_than timestamptz, most integer) RETURNS integer LANGUAGE plpgsql AS E'
DECLARE
  forgotten integer\x3B
BEGIN
  IF older_than > clock_timestamp() - interval ''1 day'' THEN
    RAISE EXCEPTION ''audit_events of the last day cannot be forgotten'' USING ERRCODE = ''insufficient_privilege''\x3B
  END IF\x3B
  PERFORM set_config(''tenko.forget_audit_before'', older_than::text, true)\x3B
  DELETE FROM audit_events WHERE id = ANY (ARRAY(
    SELECT e.id FROM audit_events e WHERE e.at < older_than ORDER BY e.at, e.id LIMIT most))\x3B
  GET DIAGNOSTICS forgotten = ROW_COUNT\x3B
  PERFORM set_config(''tenko.forget_audit_before'', '''', true)\x3B
  RETURN forgotten\x3B
END ';

ALTER TABLE "audit_events" ENABLE ALWAYS TRIGGER audit_events_no_update;
ALTER TABLE "audit_events" ENABLE ALWAYS TRIGGER audit_events_no_truncate;
ALTER TABLE "audit_events" ENABLE ALWAYS TRIGGER audit_events_no_delete;
