import type { DeviceState } from '../domain/device-state.ts';
import { Prisma } from './prisma.ts';

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
  action: ['action', 'action'],
  verdict: ['verdict', 'verdict'],
  verdictSince: ['verdict_since', 'timestamptz'],
  managementState: ['management_state', 'management_state'],
  retireAskedAt: ['retire_asked_at', 'timestamptz'],
  retiredAt: ['retired_at', 'timestamptz'],
  lastCheckInAt: ['last_check_in_at', 'timestamptz'],
  stateVersion: ['state_version', 'integer'],
  reportDueAt: ['report_due_at', 'timestamptz'],
  dueTrigger: ['due_trigger', 'report_trigger'],
  duePriority: ['due_priority', 'smallint'],
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

/** The columns of a DeviceState under their names in the domain. */
export const selectState = Prisma.raw(
  [
    ...names.map((key) => `d.${stateColumns[key][0]} AS "${key}"`),
    'd.azure_compliance_status AS "azureComplianceStatus"',
    'd.reported_verdict AS "reportedVerdict"',
  ].join(', '),
);
