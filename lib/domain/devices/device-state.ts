import type { CheckInOrder } from '../check-ins/check-in-order.ts';
import type { IntakeWarning } from '../check-ins/intake-note.ts';
import type { Attributes } from '../policies/attribute.ts';
import type { PolicyViolation } from '../policies/policy.ts';
import type { AzureComplianceStatus, ManagementState } from '../reports/report-status.ts';
import type { Trigger } from '../reports/trigger.ts';
import type { ChannelChoice } from './channel.ts';
import type { ClientStatusCode } from './client-status-code.ts';
import type { OperatingSystem, Ownership } from './operating-system.ts';
import type { Action, Verdict, Violation } from './verdict.ts';

/** What check-ins say of a device. */
export interface DeviceFacts {
  name: string;
  serialNumber: string | null;
  os: OperatingSystem;
  osVersion: string;
  manufacturer: string | null;
  model: string | null;
  ownership: Ownership | null;
  encrypted: boolean | null;
  passcodeSet: boolean | null;
  compromised: boolean | null;
  userPrincipalName: string | null;
  userDisplayName: string | null;
  userAzureId: string | null;
  azureDeviceId: string | null;
  clientStatusCode: ClientStatusCode | null;
  azureUserPrincipalName: string | null;
  /** What the feed reports beyond these */
  attributes: Attributes;
  /** At most `mostViolations`, the most severe first */
  violations: Violation[];
}

/** What Tenko decided and what it owes Microsoft. */
export interface DeviceState extends DeviceFacts, CheckInOrder, ChannelChoice {
  /** Of all violations, those among them that are not kept */
  violationCount: number;
  /** What was left out of the last check-in, or changed in it */
  warnings: IntakeWarning[];
  /** What Tenko's own policies say of it, as of the last evaluation */
  policyState: PolicyViolation[];
  /** When a policy takes its access, unless it is fixed by then; null: none does, or something has already */
  losesAccessAt: Date | null;
  /** When time alone may change that, or earlier; null: never */
  nextEvaluationAt: Date | null;
  /** The most severe one in force, by the feed's violations and Tenko's policies */
  action: Action | null;
  verdict: Verdict;
  verdictSince: Date;
  managementState: ManagementState;
  retireAskedAt: Date | null;
  retiredAt: Date | null;
  stateVersion: number;
  reportDueAt: Date | null;
  dueTrigger: Trigger | null;
  duePriority: number;
  azureComplianceStatus: AzureComplianceStatus | null;
  reportedVerdict: Verdict | null;
  /** The feed that the Azure id belongs to, where that is another one, and since when the device waits for it */
  azureIdTakenBy: string | null;
  azureIdTakenAt: Date | null;
  /** Since when its source does not list it; null: it does, or its feed has no source */
  missingSince: Date | null;
  /** When it came back from a backup, without a later check-in since; null: it did not */
  restoredAt: Date | null;
  /** Whether Entra says the same as its verdict; null: not read since */
  restoredAgrees: boolean | null;
}

/** Facts that travel to Azure: a change of one is an inventory change. */
export const inventoryFields = [
  'name',
  'os',
  'osVersion',
  'manufacturer',
  'model',
  'serialNumber',
  'userPrincipalName',
  'userAzureId',
  'azureUserPrincipalName',
] as const satisfies readonly (keyof DeviceFacts)[];
