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
] as const;
export type PreflightStep = (typeof preflightSteps)[number];

/** `warning`: reporting goes on without. `skipped`: a step before it failed. */
export const preflightStatuses = ['ok', 'warning', 'failed', 'skipped'] as const;
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
] as const;
export type FindingCode = (typeof findingCodes)[number];
