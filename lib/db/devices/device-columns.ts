import type { DeviceState } from '#lib/domain/devices/device-state';
import { Prisma } from '../core/prisma.ts';

/** On `devices`: there is no obstacle to reporting it (`obstacleOf`), a retirement aside. */
export const canBeReported = Prisma.raw(
  `management_state <> 'retired' AND azure_device_id IS NOT NULL AND client_status_code = 'Success'
    AND azure_id_taken_by IS NULL AND channel <> 'none' AND (restored_at IS NULL OR restored_agrees)`,
);

/** On `devices`: there is no obstacle to reporting it, as `obstacleOf` tells it. */
export const hasNoObstacle = Prisma.raw(
  `management_state <> 'retired' AND azure_device_id IS NOT NULL AND azure_id_taken_by IS NULL AND channel <> 'none'
    AND (restored_at IS NULL OR restored_agrees)
    AND (client_status_code = 'Success' OR (verdict = 'retired' AND reported_verdict IS NOT NULL))`,
);

/**
 * On `devices`: nothing but the restore keeps it from being reported (obstacle `restored`, see `obstacleOf`). In the words of its
 * partial indexes, which are scanned where this is asked.
 */
export const waitsAfterRestore = (alias: string) =>
  Prisma.raw(
    `${alias}.restored_at IS NOT NULL AND ${alias}.restored_agrees IS NOT TRUE AND ${alias}.azure_device_id IS NOT NULL
    AND ${alias}.azure_id_taken_by IS NULL AND ${alias}.channel <> 'none' AND ${alias}.management_state <> 'retired'
    AND (${alias}.client_status_code = 'Success' OR (${alias}.verdict = 'retired' AND ${alias}.reported_verdict IS NOT NULL))`,
  );

/** Problems of Entra's answer that somebody may put right there. */
export const maybePutRight = Prisma.raw(`('not_in_entra', 'disabled', 'expired', 'no_state')`);

/** Columns of a device about what Microsoft confirmed last of its Azure id. */
export const reportedColumns = [
  'reported_verdict',
  'reported_version',
  'reported_at',
  'reported_message_id',
] as const;

/** Columns about how Entra differs from that. */
export const driftColumns = ['entra_differs_since', 'drift_since', 'drift_reported_at'] as const;

/** Columns about what Entra answered about the Azure id. */
const entraColumns = [
  'entra_is_compliant',
  'entra_is_managed',
  'entra_enabled',
  'entra_compliance_expires_at',
  'entra_read_at',
  'entra_problem',
  'entra_trouble_read_at',
  'entra_tag_state',
  'entra_tag_value',
  'entra_tag_evaluated',
] as const;

/** All that is known of one Azure id of one tenant: forgotten where either is another one. */
export const azureIdColumns = [...entraColumns, ...driftColumns, ...reportedColumns];

/** Columns that a check-in writes, with their types for jsonb_to_recordset. */
const stateColumns = {
  name: ['name', 'text'],
  serialNumber: ['serial_number', 'text'],
  os: ['os', 'operating_system'],
  osVersion: ['os_version', 'text'],
  manufacturer: ['manufacturer', 'text'],
  model: ['model', 'text'],
  ownership: ['ownership', 'ownership'],
  encrypted: ['encrypted', 'boolean'],
  passcodeSet: ['passcode_set', 'boolean'],
  compromised: ['compromised', 'boolean'],
  userPrincipalName: ['user_principal_name', 'text'],
  userDisplayName: ['user_display_name', 'text'],
  userAzureId: ['user_azure_id', 'uuid'],
  azureDeviceId: ['azure_device_id', 'uuid'],
  clientStatusCode: ['client_status_code', 'client_status_code'],
  azureUserPrincipalName: ['azure_user_principal_name', 'text'],
  violations: ['violations', 'jsonb'],
  violationCount: ['violation_count', 'integer'],
  warnings: ['warnings', 'jsonb'],
  attributes: ['attributes', 'jsonb'],
  policyState: ['policy_state', 'jsonb'],
  losesAccessAt: ['loses_access_at', 'timestamptz'],
  nextEvaluationAt: ['next_evaluation_at', 'timestamptz'],
  action: ['action', 'action'],
  verdict: ['verdict', 'verdict'],
  verdictSince: ['verdict_since', 'timestamptz'],
  managementState: ['management_state', 'management_state'],
  retireAskedAt: ['retire_asked_at', 'timestamptz'],
  retiredAt: ['retired_at', 'timestamptz'],
  lastCheckInAt: ['last_check_in_at', 'timestamptz'],
  orderedAt: ['ordered_at', 'timestamptz'],
  datedAt: ['dated_at', 'timestamptz'],
  stateVersion: ['state_version', 'integer'],
  reportDueAt: ['report_due_at', 'timestamptz'],
  dueTrigger: ['due_trigger', 'report_trigger'],
  duePriority: ['due_priority', 'smallint'],
  azureIdTakenBy: ['azure_id_taken_by', 'text'],
  azureIdTakenAt: ['azure_id_taken_at', 'timestamptz'],
  missingSince: ['missing_since', 'timestamptz'],
  restoredAt: ['restored_at', 'timestamptz'],
  restoredAgrees: ['restored_agrees', 'boolean'],
  channel: ['channel', 'channel'],
  channelReason: ['channel_reason', 'text'],
} satisfies Partial<Record<keyof DeviceState, [column: string, type: string]>>;

type StateColumn = keyof typeof stateColumns;
const names = Object.keys(stateColumns) as StateColumn[];

/** `"name" text, "serialNumber" text, …` for jsonb_to_recordset. */
export const stateRecord = Prisma.raw(names.map((key) => `"${key}" ${stateColumns[key][1]}`).join(', '));
/** `name, serial_number, …` */
export const stateColumnList = Prisma.raw(names.map((key) => stateColumns[key][0]).join(', '));
/** `r."name", r."serialNumber", …` */
export const stateValues = Prisma.raw(names.map((key) => `r."${key}"`).join(', '));
/** `name = r."name", …` */
export const stateAssignments = Prisma.raw(
  names.map((key) => `${stateColumns[key][0]} = r."${key}"`).join(', '),
);

/** Columns that are null until a device checks in again: what they would be. Of device `d` */
const sinceUpdate: Partial<Record<StateColumn, string>> = {
  orderedAt: 'd.last_check_in_at',
  datedAt: 'd.last_check_in_at',
  violationCount: 'jsonb_array_length(d.violations)',
};
export const violationCount = Prisma.raw(`coalesce(d.violation_count, ${sinceUpdate.violationCount})`);

function readColumn(key: StateColumn): string {
  const column = `d.${stateColumns[key][0]}`;
  const otherwise = sinceUpdate[key];
  return otherwise === undefined ? column : `coalesce(${column}, ${otherwise})`;
}

/** The columns of a DeviceState under their names in the domain. */
export const selectState = Prisma.raw(
  [
    ...names.map((key) => `${readColumn(key)} AS "${key}"`),
    'd.azure_compliance_status AS "azureComplianceStatus"',
    'd.reported_verdict AS "reportedVerdict"',
  ].join(', '),
);
