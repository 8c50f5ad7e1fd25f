-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "operating_system" AS ENUM ('ios', 'ipados', 'android', 'macos', 'windows');

-- CreateEnum
CREATE TYPE "ownership" AS ENUM ('company', 'personal', 'unknown');

-- CreateEnum
CREATE TYPE "action" AS ENUM ('monitor', 'send_alert', 'block', 'quarantine', 'retire');

-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('compliant', 'noncompliant', 'retired');

-- CreateEnum
CREATE TYPE "management_state" AS ENUM ('managed', 'retiring', 'retired');

-- CreateEnum
CREATE TYPE "azure_compliance_status" AS ENUM ('in_progress', 'successful', 'failed');

-- CreateEnum
CREATE TYPE "client_status_code" AS ENUM ('Success', 'Internal_Error', 'Workplace_Join_Required', 'Interaction_Required', 'Server_Declined_Scopes', 'Server_Protection_Policies_Required', 'User_Canceled', 'Account_logged_out');

-- CreateEnum
CREATE TYPE "report_trigger" AS ENUM ('compliance_change', 'inventory_change', 'azure_registration', 'weekly', 'manual', 'resync', 'retire');

-- CreateEnum
CREATE TYPE "report_status" AS ENUM ('queued', 'in_progress', 'successful', 'failed', 'superseded');

-- CreateEnum
CREATE TYPE "upload_status" AS ENUM ('preparing', 'sending', 'sent', 'completed', 'failed', 'split');

-- CreateEnum
CREATE TYPE "connection_health" AS ENUM ('unknown', 'healthy', 'unhealthy');

-- CreateEnum
CREATE TYPE "api_scope" AS ENUM ('check-ins:write', 'devices:read', 'reports:write', 'admin');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('admin', 'api_key', 'system');

-- CreateTable
CREATE TABLE "feeds" (
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feeds_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "devices" (
    "id" UUID NOT NULL,
    "feed" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "serial_number" TEXT,
    "os" "operating_system" NOT NULL,
    "os_version" TEXT NOT NULL,
    "manufacturer" TEXT,
    "model" TEXT,
    "ownership" "ownership",
    "encrypted" BOOLEAN,
    "passcode_set" BOOLEAN,
    "compromised" BOOLEAN,
    "user_principal_name" TEXT,
    "user_display_name" TEXT,
    "user_azure_id" UUID,
    "azure_device_id" UUID,
    "client_status_code" "client_status_code",
    "azure_user_principal_name" TEXT,
    "violations" JSONB NOT NULL DEFAULT '[]',
    "action" "action",
    "verdict" "verdict" NOT NULL,
    "verdict_since" TIMESTAMPTZ(3) NOT NULL,
    "management_state" "management_state" NOT NULL DEFAULT 'managed',
    "retire_asked_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),
    "first_check_in_at" TIMESTAMPTZ(3) NOT NULL,
    "last_check_in_at" TIMESTAMPTZ(3) NOT NULL,
    "state_version" INTEGER NOT NULL DEFAULT 0,
    "report_due_at" TIMESTAMPTZ(3),
    "due_trigger" "report_trigger",
    "due_priority" SMALLINT NOT NULL DEFAULT 0,
    "azure_compliance_status" "azure_compliance_status",
    "last_report_id" UUID,
    "last_reported_at" TIMESTAMPTZ(3),
    "last_update_time" TIMESTAMPTZ(3),
    "failure_code" TEXT,
    "failure_detail" TEXT,
    "reported_version" INTEGER,
    "reported_verdict" "verdict",
    "reported_at" TIMESTAMPTZ(3),
    "reported_message_id" UUID,
    "reported_update_time" TIMESTAMPTZ(3),
    "entra_is_compliant" BOOLEAN,
    "entra_is_managed" BOOLEAN,
    "entra_read_at" TIMESTAMPTZ(3),
    "entra_problem" TEXT,
    "drift_since" TIMESTAMPTZ(3),
    "search_text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "devices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check_ins" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "checked_in_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" "verdict" NOT NULL,
    "trigger" "report_trigger",
    "changes" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "check_ins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reports" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "upload_id" UUID,
    "trigger" "report_trigger" NOT NULL,
    "status" "report_status" NOT NULL,
    "verdict" "verdict" NOT NULL,
    "state_version" INTEGER NOT NULL,
    "azure_device_id" UUID,
    "last_update_time" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "error_detail" TEXT,
    "requested_by" TEXT,

    CONSTRAINT "reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "uploads" (
    "id" UUID NOT NULL,
    "status" "upload_status" NOT NULL,
    "body" TEXT,
    "device_count" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "error_detail" TEXT,
    "client_request_id" UUID,
    "request_id" TEXT,

    CONSTRAINT "uploads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entra_users" (
    "user_principal_name" TEXT NOT NULL,
    "object_id" UUID,
    "looked_up_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entra_users_pkey" PRIMARY KEY ("user_principal_name")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "paused_at" TIMESTAMPTZ(3),
    "paused_by" TEXT,
    "health" "connection_health" NOT NULL DEFAULT 'unknown',
    "health_since" TIMESTAMPTZ(3),
    "problem_code" TEXT,
    "problem_detail" TEXT,
    "throttled_until" TIMESTAMPTZ(3),
    "provisioned_tenant_id" TEXT,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "feed" TEXT,
    "lookup" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" "api_scope"[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_links" (
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sessions" (
    "token_hash" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "devices_due_priority_report_due_at_idx" ON "devices"("due_priority", "report_due_at");

-- CreateIndex
CREATE INDEX "devices_last_check_in_at_id_idx" ON "devices"("last_check_in_at", "id");

-- CreateIndex
CREATE INDEX "devices_last_reported_at_id_idx" ON "devices"("last_reported_at", "id");

-- CreateIndex
CREATE INDEX "devices_name_id_idx" ON "devices"("name", "id");

-- CreateIndex
CREATE INDEX "devices_verdict_last_check_in_at_id_idx" ON "devices"("verdict", "last_check_in_at", "id");

-- CreateIndex
CREATE INDEX "devices_azure_compliance_status_last_check_in_at_id_idx" ON "devices"("azure_compliance_status", "last_check_in_at", "id");

-- CreateIndex
CREATE INDEX "devices_client_status_code_last_check_in_at_id_idx" ON "devices"("client_status_code", "last_check_in_at", "id");

-- CreateIndex
CREATE INDEX "devices_azure_device_id_idx" ON "devices"("azure_device_id");

-- CreateIndex
CREATE INDEX "devices_drift_since_idx" ON "devices"("drift_since");

-- CreateIndex
CREATE INDEX "devices_search_text_idx" ON "devices" USING GIN ("search_text" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "devices_feed_external_id_key" ON "devices"("feed", "external_id");

-- CreateIndex
CREATE INDEX "check_ins_device_id_checked_in_at_id_idx" ON "check_ins"("device_id", "checked_in_at", "id");

-- CreateIndex
CREATE INDEX "check_ins_received_at_idx" ON "check_ins"("received_at");

-- CreateIndex
CREATE INDEX "reports_device_id_created_at_id_idx" ON "reports"("device_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "reports_upload_id_idx" ON "reports"("upload_id");

-- CreateIndex
CREATE INDEX "reports_created_at_id_idx" ON "reports"("created_at", "id");

-- CreateIndex
CREATE INDEX "reports_status_created_at_id_idx" ON "reports"("status", "created_at", "id");

-- CreateIndex
CREATE INDEX "uploads_status_created_at_idx" ON "uploads"("status", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_lookup_key" ON "api_keys"("lookup");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_id_key" ON "sessions"("id");

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at", "id");

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_feed_fkey" FOREIGN KEY ("feed") REFERENCES "feeds"("name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "uploads"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_feed_fkey" FOREIGN KEY ("feed") REFERENCES "feeds"("name") ON DELETE SET NULL ON UPDATE CASCADE;
