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
