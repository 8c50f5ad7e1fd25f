-- CreateEnum
CREATE TYPE "alert_destination_kind" AS ENUM ('webhook', 'slack', 'teams', 'email');

-- CreateEnum
CREATE TYPE "alert_digest" AS ENUM ('none', 'hourly', 'daily');

-- CreateEnum
CREATE TYPE "alert_delivery_state" AS ENUM ('waiting', 'delivered', 'failed');

-- CreateTable
CREATE TABLE "alert_changes" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "before" JSONB,
    "after" JSONB NOT NULL,

    CONSTRAINT "alert_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_events" (
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "device_id" UUID,
    "data" JSONB NOT NULL,

    CONSTRAINT "alert_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_marks" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_marks_pkey" PRIMARY KEY ("kind","subject")
);

-- CreateTable
CREATE TABLE "alert_destinations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "alert_destination_kind" NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "to" JSONB NOT NULL DEFAULT '[]',
    "shown_url" TEXT,
    "language" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "problem_code" TEXT,
    "problem_message" TEXT,
    "problem_status" INTEGER,
    "problem_at" TIMESTAMPTZ(3),
    "problem_since" TIMESTAMPTZ(3),
    "held_until" TIMESTAMPTZ(3),
    "former_until" TIMESTAMPTZ(3),

    CONSTRAINT "alert_destinations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_secrets" (
    "destination_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "alert_secrets_pkey" PRIMARY KEY ("destination_id","name")
);

-- CreateTable
CREATE TABLE "alert_rules" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "built_in" TEXT,
    "events" TEXT[],
    "filter" JSONB NOT NULL,
    "digest" "alert_digest" NOT NULL,
    "digest_minute" SMALLINT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "quiet_from" SMALLINT,
    "quiet_to" SMALLINT,
    "enabled" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_rule_destinations" (
    "rule_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,

    CONSTRAINT "alert_rule_destinations_pkey" PRIMARY KEY ("rule_id","destination_id")
);

-- CreateTable
CREATE TABLE "alert_deliveries" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "destination_id" UUID,
    "recipient" TEXT,
    "rule_id" UUID,
    "event_id" UUID,
    "event_type" TEXT NOT NULL,
    "device_id" UUID,
    "summary" JSONB,
    "state" "alert_delivery_state" NOT NULL DEFAULT 'waiting',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_attempts" (
    "delivery_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "ms" INTEGER NOT NULL,
    "error" TEXT,

    CONSTRAINT "alert_attempts_pkey" PRIMARY KEY ("delivery_id","number")
);

-- CreateIndex
CREATE INDEX "alert_events_type_at_idx" ON "alert_events"("type", "at");

-- CreateIndex
CREATE INDEX "alert_events_at_idx" ON "alert_events"("at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_rules_built_in_key" ON "alert_rules"("built_in");

-- CreateIndex
CREATE INDEX "alert_rule_destinations_destination_id_idx" ON "alert_rule_destinations"("destination_id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_deliveries_seq_key" ON "alert_deliveries"("seq");

-- CreateIndex
CREATE INDEX "alert_deliveries_created_at_id_idx" ON "alert_deliveries"("created_at", "id");

-- CreateIndex
CREATE INDEX "alert_deliveries_event_id_idx" ON "alert_deliveries"("event_id");

-- CreateIndex
CREATE INDEX "alert_deliveries_recipient_created_at_idx" ON "alert_deliveries"("recipient", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_deliveries_destination_id_event_id_key" ON "alert_deliveries"("destination_id", "event_id");

-- AddForeignKey
ALTER TABLE "alert_secrets" ADD CONSTRAINT "alert_secrets_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "alert_destinations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_rule_destinations" ADD CONSTRAINT "alert_rule_destinations_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_rule_destinations" ADD CONSTRAINT "alert_rule_destinations_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "alert_destinations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "alert_destinations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "alert_events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_attempts" ADD CONSTRAINT "alert_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "alert_deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a worker looks for: what is due at a destination, and whether an earlier message about the device still waits.
CREATE INDEX "alert_deliveries_due_idx" ON "alert_deliveries"("destination_id", "due_at") WHERE "state" = 'waiting';
CREATE INDEX "alert_deliveries_device_idx" ON "alert_deliveries"("destination_id", "device_id", "seq") WHERE "state" = 'waiting' AND "device_id" IS NOT NULL;
-- The page of a destination, and that of what failed.
CREATE INDEX "alert_deliveries_destination_idx" ON "alert_deliveries"("destination_id", "created_at", "id");
CREATE INDEX "alert_deliveries_failed_idx" ON "alert_deliveries"("created_at", "id") WHERE "state" = 'failed';

-- Changes come and go by the thousand: room is used again soon.
ALTER TABLE "alert_changes" SET (autovacuum_vacuum_scale_factor = 0.05);

-- What alerts may be about is noted here, whoever changes it: lib/domain/alerts decides which events it means.
CREATE FUNCTION note_device_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_changes (kind, subject, before, after) VALUES ('device', NEW.id,
    CASE WHEN TG_OP = 'UPDATE' THEN jsonb_build_object('verdict', OLD.verdict, 'managementState', OLD.management_state,
      'azureComplianceStatus', OLD.azure_compliance_status, 'driftSince', OLD.drift_since, 'violations', OLD.violations,
      'policyState', OLD.policy_state) END,
    jsonb_build_object('verdict', NEW.verdict, 'managementState', NEW.management_state,
      'azureComplianceStatus', NEW.azure_compliance_status, 'driftSince', NEW.drift_since, 'violations', NEW.violations,
      'policyState', NEW.policy_state, 'reportId', NEW.last_report_id, 'failureCode', NEW.failure_code));
  RETURN NULL;
END $$;
CREATE TRIGGER "devices_note_created" AFTER INSERT ON "devices" FOR EACH ROW
  WHEN (NEW.policy_state <> '[]' OR NEW.violations @> '[{"action": "send_alert"}]')
  EXECUTE FUNCTION note_device_change();
-- A report that is taken back shows the end of the one before it: that is no new failure.
CREATE TRIGGER "devices_note_change" AFTER UPDATE ON "devices" FOR EACH ROW
  WHEN (OLD.verdict <> NEW.verdict
    OR (OLD.management_state <> 'retired' AND NEW.management_state = 'retired')
    OR (NEW.azure_compliance_status = 'failed' AND OLD.azure_compliance_status IS DISTINCT FROM 'failed'
      AND OLD.last_report_id IS NOT DISTINCT FROM NEW.last_report_id)
    OR (OLD.drift_since IS NULL AND NEW.drift_since IS NOT NULL)
    OR OLD.policy_state <> NEW.policy_state
    OR (OLD.violations <> NEW.violations AND NEW.violations @> '[{"action": "send_alert"}]'))
  EXECUTE FUNCTION note_device_change();

CREATE FUNCTION note_connection_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_changes (kind, subject, before, after) VALUES ('connection', 'partner',
    jsonb_build_object('health', OLD.health),
    jsonb_build_object('health', NEW.health, 'problemCode', NEW.problem_code, 'problemDetail', NEW.problem_detail));
  RETURN NULL;
END $$;
CREATE TRIGGER "connection_note_change" AFTER UPDATE ON "connection" FOR EACH ROW
  WHEN (OLD.health <> NEW.health) EXECUTE FUNCTION note_connection_change();

CREATE FUNCTION note_channel_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_changes (kind, subject, before, after) VALUES ('connection', NEW.name,
    jsonb_build_object('health', OLD.health),
    jsonb_build_object('health', NEW.health, 'problemCode', NEW.problem_code, 'problemDetail', NEW.problem_detail));
  RETURN NULL;
END $$;
CREATE TRIGGER "reporting_channels_note_change" AFTER UPDATE ON "reporting_channels" FOR EACH ROW
  WHEN (OLD.health <> NEW.health AND NEW.name <> 'partner') EXECUTE FUNCTION note_channel_change();

CREATE FUNCTION note_source_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_changes (kind, subject, after) VALUES ('source', NEW.id,
    jsonb_build_object('name', NEW.name, 'feed', NEW.feed, 'problemCode', NEW.problem_code,
      'problemMessage', NEW.problem_message, 'problemStatus', NEW.problem_status));
  RETURN NULL;
END $$;
CREATE TRIGGER "sources_note_change" AFTER UPDATE ON "sources" FOR EACH ROW
  WHEN (OLD.problem_since IS NULL AND NEW.problem_since IS NOT NULL) EXECUTE FUNCTION note_source_change();

CREATE FUNCTION note_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_changes (kind, subject, before, after) VALUES ('policy', NEW.id,
    CASE WHEN TG_OP = 'UPDATE' THEN jsonb_build_object('version', OLD.version) END,
    jsonb_build_object('name', NEW.name, 'version', NEW.version, 'enabled', NEW.enabled, 'mode', NEW.mode,
      'savedBy', NEW.saved_by, 'deleted', NEW.deleted_at IS NOT NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER "policies_note_created" AFTER INSERT ON "policies" FOR EACH ROW EXECUTE FUNCTION note_policy_change();
CREATE TRIGGER "policies_note_change" AFTER UPDATE ON "policies" FOR EACH ROW
  WHEN (OLD.version <> NEW.version OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION note_policy_change();

CREATE FUNCTION note_bulk_action_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_changes (kind, subject, after) VALUES ('bulk_action', NEW.id,
    jsonb_build_object('kind', NEW.kind, 'requestedBy', NEW.requested_by, 'total', NEW.total, 'successful', NEW.successful,
      'failed', NEW.failed, 'notPossible', NEW.not_possible, 'cancelled', NEW.cancelled));
  RETURN NULL;
END $$;
CREATE TRIGGER "bulk_actions_note_change" AFTER UPDATE ON "bulk_actions" FOR EACH ROW
  WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL) EXECUTE FUNCTION note_bulk_action_change();

-- Of the audit log only where somebody wants to hear of it.
CREATE FUNCTION note_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM alert_rules WHERE enabled AND 'audit.recorded' = ANY(events)) THEN
    INSERT INTO alert_changes (kind, subject, after) VALUES ('audit', NEW.id, '{}');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "audit_events_note" AFTER INSERT ON "audit_events" FOR EACH ROW EXECUTE FUNCTION note_audit_event();
