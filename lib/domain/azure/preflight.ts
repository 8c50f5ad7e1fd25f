/** What is checked of the connection, in this order. */
export const preflightSteps = [
  'worker',
  'token_graph',
  'token_intune',
  'permissions',
  'discovery',
  'partner',
  'provisioning',
  'heartbeat',
  'read',
  'write_device',
  'read_tag',
] as const;
export type PreflightStep = (typeof preflightSteps)[number];

/**
 * `warning`: reporting goes on without. `skipped`: a step before it failed, or there was nothing to try it with. `not_needed`: its
 * channel is off.
 */
export const preflightStatuses = ['ok', 'warning', 'failed', 'skipped', 'not_needed'] as const;
export type PreflightStatus = (typeof preflightStatuses)[number];

/** What the preflight itself names; any other code is Microsoft's own, or the network's. */
export const findingCodes = [
  'no_worker',
  'never_provisioned',
  'deprovisioned',
  'partner_none',
  'partner_unknown',
  'partner_unavailable',
  'partner_terminated',
  'partner_rejected',
  'partner_unresponsive',
  'permission_missing',
  'read_permission_missing',
  'write_permission_missing',
  'partner_permission_missing',
  'no_permission',
  'roles_unreadable',
  'permission_or_approval',
  'partner_unidentified',
  'partner_state_new',
  'not_approved',
  'message_errors',
  'no_device_to_write',
  'write_not_allowed',
  'write_permission_or_app',
  'write_refused',
  'write_unclear',
  'writes_throttled',
] as const;
export type FindingCode = (typeof findingCodes)[number];
