import type { Channel } from './channel.ts';
import type { ClientStatusCode } from './client-status-code.ts';
import type { EntraProblem } from './entra-problem.ts';
import { hasChannel, type OperatingSystem } from './operating-system.ts';
import type { TagState } from './tag.ts';

/** Whether Conditional Access lets the device's user in, as far as Entra's answer shows. */
export const accessStates = ['unknown', 'let_in', 'likely_blocked'] as const;
export type AccessState = (typeof accessStates)[number];

/** Why, and which state follows from it. */
export const accessReasons = [
  /** Let in: Entra calls the device compliant */
  'entra_compliant',
  /** Likely blocked */
  'not_in_entra',
  'disabled',
  'expired',
  'not_compliant',
  /** Entra knows no compliance of the device, which counts as not compliant */
  'no_state',
  /** The device has no Azure id, and its client says that it is not connected */
  'not_registered',
  /** Retired, and gone from Entra */
  'removed',
  /** By the channel `tag`: its attribute has the value that a policy blocks */
  'tag_blocks',
  /** Let in: by the channel `tag`, its attribute does not have that value */
  'tag_lets_in',
  /** Not known */
  'not_read_yet',
  'no_permission',
  /** Nobody knows whether the device is registered */
  'no_device_id',
  'os_unsupported',
  /** Entra does not evaluate the attributes of this device: its tag decides nothing */
  'tag_without_effect',
] as const;
export type AccessReason = (typeof accessReasons)[number];

/** The state that each reason leads to. */
export const accessStateOf = {
  entra_compliant: 'let_in',
  not_in_entra: 'likely_blocked',
  disabled: 'likely_blocked',
  expired: 'likely_blocked',
  not_compliant: 'likely_blocked',
  no_state: 'likely_blocked',
  not_registered: 'likely_blocked',
  removed: 'likely_blocked',
  tag_blocks: 'likely_blocked',
  tag_lets_in: 'let_in',
  not_read_yet: 'unknown',
  no_permission: 'unknown',
  no_device_id: 'unknown',
  os_unsupported: 'unknown',
  tag_without_effect: 'unknown',
} as const satisfies Record<AccessReason, AccessState>;

export interface Access {
  state: AccessState;
  because: AccessReason;
}

/** Times as they come: only whether there is one counts. */
export interface AccessFacts {
  os: OperatingSystem;
  azureDeviceId: string | null;
  clientStatusCode: ClientStatusCode | null;
  entraIsCompliant: boolean | null;
  entraEnabled: boolean | null;
  entraProblem: EntraProblem | null;
  entraReadAt: Date | string | null;
  entraDeletedAt: Date | string | null;
  channel: Channel;
  /** Null: not read since the device is in the channel `tag` */
  entraTagState: TagState | null;
  entraTagEvaluated: boolean | null;
}

/**
 * Codes with which the device is not registered, where no Azure id came along: its user, or a tenant admin, has to
 * finish that. An internal error of the client says nothing.
 */
export const unregisteredCodes = [
  'Workplace_Join_Required',
  'Interaction_Required',
  'Server_Declined_Scopes',
  'Server_Protection_Policies_Required',
  'User_Canceled',
  'Account_logged_out',
] as const satisfies readonly ClientStatusCode[];

/**
 * Whether the user is let in: from Entra's answer; where there is none, from what the device says of its registration.
 * The column `facet` says the same in SQL (migration `tag_channel`).
 * https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-device-compliance
 */
export function accessOf(facts: AccessFacts): Access {
  const because = reasonOf(facts);
  return { state: accessStateOf[because], because };
}

function reasonOf(facts: AccessFacts): AccessReason {
  const { entraProblem, entraEnabled, entraIsCompliant } = facts;
  if (facts.entraReadAt === null) return unreadReason(facts);
  if (entraProblem !== null && entraProblem !== 'not_followed_yet') return entraProblem;
  if (entraEnabled === false) return 'disabled';
  if (facts.channel === 'tag') return tagReason(facts);
  // A null one without a problem: retired, and Entra dropped the device, or its state.
  if (entraIsCompliant === null) return 'removed';
  return entraIsCompliant ? 'entra_compliant' : 'not_compliant';
}

/** The tag is what a policy of the tenant goes by, whatever the flags say. */
function tagReason({ entraTagState, entraTagEvaluated }: AccessFacts): AccessReason {
  if (entraTagState === null) return 'not_read_yet';
  if (entraTagEvaluated !== true) return 'tag_without_effect';
  return entraTagState === 'noncompliant' ? 'tag_blocks' : 'tag_lets_in';
}

function unreadReason(facts: AccessFacts): AccessReason {
  const { os, azureDeviceId, clientStatusCode, entraDeletedAt } = facts;
  if (entraDeletedAt !== null) return 'removed';
  if (azureDeviceId !== null) return 'not_read_yet';
  if (unregisteredCodes.some((code) => code === clientStatusCode)) return 'not_registered';
  return hasChannel(os) ? 'no_device_id' : 'os_unsupported';
}
