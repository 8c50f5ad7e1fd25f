import type { AccessFacts } from '#lib/domain/devices/access';
import type { BlankFacts } from '#lib/domain/devices/blank-report-time';
import type { EntraProblem } from '#lib/domain/devices/entra-problem';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import type { TagState } from '#lib/domain/devices/tag';
import type { Action } from '#lib/domain/devices/verdict';
import type { PolicyViolation } from '#lib/domain/policies/policy';
import type { Trigger } from '#lib/domain/reports/trigger';
import { channelStates } from '../connection/channel-states.ts';
import { Prisma } from '../core/prisma.ts';
import { tagsOfRow } from '../devices/device-tags.ts';

/** What lists and exports show of a device; times are ISO 8601 text in UTC. */
export interface DeviceListRow extends BlankFacts, AccessFacts {
  id: string;
  externalId: string;
  feed: string;
  name: string;
  serialNumber: string | null;
  os: OperatingSystem;
  osVersion: string;
  manufacturer: string | null;
  model: string | null;
  userPrincipalName: string | null;
  userDisplayName: string | null;
  action: Action | null;
  policyState: PolicyViolation[];
  losesAccessAt: string | null;
  azureUserPrincipalName: string | null;
  restoredAt: string | null;
  lastReportedAt: string | null;
  lastCheckInAt: string;
  reportDueAt: string | null;
  dueTrigger: Trigger | null;
  failureCode: string | null;
  driftSince: string | null;
  entraIsCompliant: boolean | null;
  entraIsManaged: boolean | null;
  entraEnabled: boolean | null;
  entraComplianceExpiresAt: string | null;
  entraReadAt: string | null;
  entraDeletedAt: string | null;
  entraProblem: EntraProblem | null;
  entraTagState: TagState | null;
  entraTagValue: string | null;
  entraTagEvaluated: boolean | null;
  tags: string[];
  /** Nothing is sent by its channel just now */
  reportingOff: boolean;
  /** Nothing is sent at all, as an admin or Microsoft wants it; the same for all rows */
  paused: boolean;
}

/** The channels by which nothing is sent just now: the same for all rows, and so asked once. */
const silentChannels = `(SELECT ARRAY(SELECT s.name FROM ${channelStates.sql} s
  WHERE c.paused_at IS NOT NULL OR c.deprovisioned_at IS NOT NULL OR s.health = 'unhealthy')
  FROM connection c WHERE c.id = 1)::channel[]`;

/** Asked once, too. */
const isPaused = `(SELECT c.paused_at IS NOT NULL OR c.deprovisioned_at IS NOT NULL FROM connection c WHERE c.id = 1)`;

export const listColumns = Prisma.raw(
  `d.id, d.external_id AS "externalId", d.feed, d.name, d.serial_number AS "serialNumber", d.os,
  d.os_version AS "osVersion", d.manufacturer, d.model, d.user_principal_name AS "userPrincipalName",
  d.user_display_name AS "userDisplayName", d.verdict, d.action, d.policy_state AS "policyState", d.loses_access_at AS "losesAccessAt", d.management_state AS "managementState",
  d.azure_device_id AS "azureDeviceId", d.azure_compliance_status AS "azureComplianceStatus",
  d.client_status_code AS "clientStatusCode", d.last_reported_at AS "lastReportedAt",
  d.azure_user_principal_name AS "azureUserPrincipalName", d.reported_verdict AS "reportedVerdict",
  d.azure_id_taken_by AS "azureIdTakenBy", d.channel, d.channel_reason AS "channelReason", d.restored_at AS "restoredAt", d.restored_agrees AS "restoredAgrees",
  d.entra_is_compliant AS "entraIsCompliant", d.entra_is_managed AS "entraIsManaged",
  d.entra_enabled AS "entraEnabled", d.entra_compliance_expires_at AS "entraComplianceExpiresAt",
  d.entra_deleted_at AS "entraDeletedAt", d.entra_read_at AS "entraReadAt", d.entra_problem AS "entraProblem",
  d.entra_tag_state AS "entraTagState", d.entra_tag_value AS "entraTagValue", d.entra_tag_evaluated AS "entraTagEvaluated",
  d.drift_since AS "driftSince",
  d.last_check_in_at AS "lastCheckInAt", d.report_due_at AS "reportDueAt", d.due_trigger AS "dueTrigger",
  d.failure_code AS "failureCode", ${tagsOfRow} AS tags, d.channel = ANY(${silentChannels}) AS "reportingOff", ${isPaused} AS paused`,
);
