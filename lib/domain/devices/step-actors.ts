import type { AccessReason } from './access.ts';
import type { Fixer } from './client-status-code.ts';
import type { EntraProblem } from './entra-problem.ts';

/** What is to be done next about a device. Texts: `device.nextStep.<step>`. */
export const nextSteps = [
  'nothing',
  'wait_for_confirmation',
  'wait_for_queue',
  'wait_for_entra',
  'resume_reporting',
  'repair_connection',
  'move_azure_id',
  'switch_channel_on',
  'follow_client_status',
  'wait_for_client_status',
  'wait_for_device_id',
  'wait_for_check_in',
  'os_unsupported',
  'retired',
  'check_user',
  'look_at_failure',
  'look_at_drift',
  'register_again',
  'enable_in_entra',
  'renew_state',
  'look_at_missing_state',
  'grant_permission',
  'check_tag_effect',
  'fix_device',
  'fix_in_time',
] as const;
export type NextStep = (typeof nextSteps)[number];

/** Who may have to take each step. Which of several it is depends on the device. */
export const stepActors = {
  nothing: ['nobody'],
  wait_for_confirmation: ['microsoft'],
  wait_for_queue: ['tenko'],
  wait_for_entra: ['microsoft'],
  resume_reporting: ['admin'],
  repair_connection: ['admin'],
  move_azure_id: ['admin'],
  switch_channel_on: ['admin'],
  follow_client_status: ['user', 'tenant_admin', 'device_then_admin'],
  wait_for_client_status: ['feed'],
  wait_for_device_id: ['device_then_admin'],
  wait_for_check_in: ['device_then_admin'],
  os_unsupported: ['tenant_admin'],
  retired: ['nobody', 'mdm_admin'],
  check_user: ['mdm_admin'],
  look_at_failure: ['admin', 'mdm_admin'],
  look_at_drift: ['admin'],
  register_again: ['user'],
  enable_in_entra: ['tenant_admin'],
  renew_state: ['admin'],
  look_at_missing_state: ['tenant_admin'],
  grant_permission: ['tenant_admin'],
  check_tag_effect: ['tenant_admin'],
  fix_device: ['user_or_mdm'],
  fix_in_time: ['user_or_mdm'],
} as const satisfies Record<NextStep, readonly Fixer[]>;

/** The step that a problem of Entra's answer usually leads to. */
export const stepOfEntraProblem = {
  not_in_entra: 'register_again',
  disabled: 'enable_in_entra',
  expired: 'renew_state',
  no_state: 'look_at_missing_state',
  not_followed_yet: 'wait_for_entra',
  no_permission: 'grant_permission',
} as const satisfies Record<EntraProblem, NextStep>;

/** The step that usually follows from why a user is let in or not. */
export const stepOfAccess = {
  ...stepOfEntraProblem,
  entra_compliant: 'nothing',
  not_compliant: 'fix_device',
  not_registered: 'follow_client_status',
  removed: 'retired',
  tag_blocks: 'fix_device',
  tag_lets_in: 'nothing',
  /** It goes on by itself */
  not_read_yet: null,
  no_device_id: 'wait_for_device_id',
  os_unsupported: 'os_unsupported',
  tag_without_effect: 'check_tag_effect',
} as const satisfies Record<AccessReason | EntraProblem, NextStep | null>;
