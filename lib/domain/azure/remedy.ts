import type { PreflightStep } from './preflight.ts';

/** Who can put a remedy into effect. */
export const remedyActors = [
  'entra_admin',
  'intune_admin',
  'operator',
  'network_admin',
  'tenko_admin',
  'microsoft',
] as const;
export type RemedyActor = (typeof remedyActors)[number];

/** What to do about a problem of the connection, and who does it. */
export const remedies = {
  start_worker: 'operator',
  renew_secret: 'entra_admin',
  correct_secret: 'operator',
  correct_certificate: 'entra_admin',
  correct_client_id: 'operator',
  correct_tenant_id: 'operator',
  enable_app: 'entra_admin',
  allow_sign_in: 'entra_admin',
  check_registration: 'entra_admin',
  license_intune: 'intune_admin',
  open_network: 'operator',
  wait_or_open_network: 'operator',
  trust_authority: 'operator',
  reach_proxy: 'operator',
  give_proxy_login: 'operator',
  open_proxy: 'network_admin',
  wait: 'microsoft',
  grant_permissions: 'entra_admin',
  grant_read_permissions: 'entra_admin',
  grant_partner_permission: 'entra_admin',
  compare_permissions: 'entra_admin',
  identify_partner: 'operator',
  become_approved: 'microsoft',
  provision: 'tenko_admin',
  approve_partner: 'intune_admin',
  keep_heartbeat: 'operator',
  add_mdm_app: 'entra_admin',
  report_windows_device: 'tenko_admin',
  ask_support: 'microsoft',
} as const satisfies Record<string, RemedyActor>;
export type Remedy = keyof typeof remedies;

/**
 * Sign-in errors: https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
 * Partner states: https://learn.microsoft.com/graph/api/resources/intune-onboarding-compliancemanagementpartner
 */
const byCode: Readonly<Record<string, Remedy>> = {
  no_worker: 'start_worker',
  AADSTS7000222: 'renew_secret',
  AADSTS7000215: 'correct_secret',
  AADSTS700016: 'correct_client_id',
  AADSTS90002: 'correct_tenant_id',
  AADSTS900023: 'correct_tenant_id',
  AADSTS700027: 'correct_certificate',
  AADSTS700024: 'correct_certificate',
  AADSTS7000112: 'enable_app',
  AADSTS53003: 'allow_sign_in',
  AADSTS500011: 'license_intune',
  AADSTS500014: 'license_intune',
  AADSTS650052: 'license_intune',
  token_refused: 'check_registration',
  service_not_found: 'license_intune',
  network: 'open_network',
  name_not_resolved: 'open_network',
  endpoints_resolution_error: 'open_network',
  openid_config_error: 'open_network',
  timeout: 'wait_or_open_network',
  untrusted_certificate: 'trust_authority',
  proxy_unreachable: 'reach_proxy',
  proxy_login_refused: 'give_proxy_login',
  proxy_refused: 'open_proxy',
  TooManyRequests: 'wait',
  ServiceUnavailable: 'wait',
  permission_missing: 'grant_permissions',
  read_permission_missing: 'grant_read_permissions',
  write_permission_missing: 'grant_permissions',
  no_permission: 'grant_read_permissions',
  partner_permission_missing: 'grant_partner_permission',
  not_approved: 'become_approved',
  roles_unreadable: 'compare_permissions',
  permission_or_approval: 'grant_permissions',
  partner_unidentified: 'identify_partner',
  TenantNotProvisioned: 'provision',
  never_provisioned: 'provision',
  deprovisioned: 'provision',
  partner_none: 'become_approved',
  partner_unknown: 'provision',
  partner_unavailable: 'wait',
  partner_terminated: 'provision',
  partner_rejected: 'approve_partner',
  partner_unresponsive: 'keep_heartbeat',
  no_device_to_write: 'report_windows_device',
  write_not_allowed: 'add_mdm_app',
  write_permission_or_app: 'grant_permissions',
  write_refused: 'add_mdm_app',
  write_unclear: 'wait',
  writes_throttled: 'wait',
};

/** Where the code alone says too little. */
const byStep: Readonly<Partial<Record<PreflightStep, Remedy>>> = {
  token_graph: 'check_registration',
  token_intune: 'check_registration',
};

/** The remedy for a code met at a step of the preflight; `null`: elsewhere, such as in the engine. */
export function remedyOf(step: PreflightStep | null, code: string): Remedy {
  if (Object.hasOwn(byCode, code)) return byCode[code] ?? 'ask_support';
  if (/^http_(408|429|5\d\d)$/.test(code)) return 'wait';
  return (step === null ? undefined : byStep[step]) ?? 'ask_support';
}

/** The steps that are the first to call for their remedy: once is enough to say what to do. */
export function firstOfEachRemedy(
  found: readonly { step: PreflightStep; code: string | null }[],
): ReadonlySet<PreflightStep> {
  const firstBy = new Map<Remedy, PreflightStep>();
  for (const { step, code } of found) {
    if (code === null) continue;
    const remedy = remedyOf(step, code);
    if (!firstBy.has(remedy)) firstBy.set(remedy, step);
  }
  return new Set(firstBy.values());
}
