import { guidOf, isGuid } from '../guid.ts';
import { rolesHeld } from '../identity.ts';
import { type Answer, type Call, type Route, refuseBreach, type Sandbox } from '../sandbox-context.ts';
import type { DeviceRow } from '../sandbox-store.ts';
import { hasSentinel } from '../sentinels.ts';
import { settleMessagesOf } from '../settlement.ts';
import { policies, refuseWithoutLicence } from './what-if.ts';

const minute = 60_000;
/** What a user tried on each of their devices, and how long ago. */
const tries = [
  { app: 'Office 365 Exchange Online', minutesAgo: 12 },
  { app: 'Microsoft Teams', minutesAgo: 47 },
  { app: 'Office 365 Exchange Online', minutesAgo: 300 },
] as const;

/** The interactive sign-ins of a user. What became of them follows the state that Entra has of the device now. */
export const signInLogRoute: Route = {
  name: 'sign-ins',
  method: 'GET',
  path: /^\/v1\.0\/auditLogs\/signIns$/,
  audience: 'graph',
  apiVersion: null,
  roles: ['AuditLog.Read.All'],
  faults: ['graph', 'sign-ins'],
  handle: listSignIns,
};

function listSignIns(sandbox: Sandbox, { query }: Call): Answer {
  if (!sandbox.premium) return refuseWithoutLicence();
  const filter = /^userId eq '([^']*)' and createdDateTime ge (\S+)$/.exec(query.get('$filter') ?? '');
  const since = Date.parse(filter?.[2] ?? '');
  if (filter === null || !isGuid(filter[1] ?? '') || Number.isNaN(since)) {
    return refuseBreach(
      sandbox,
      'BadRequest',
      'signIns: only userId eq … and createdDateTime ge … is played',
    );
  }
  const now = sandbox.clock();
  const userId = (filter[1] ?? '').toLowerCase();
  settleMessagesOf(
    sandbox,
    sandbox.store.devicesOfUser(userId).map(({ id }) => id),
  );
  const shown = sandbox.store
    .devicesOfUser(userId)
    .map((row) => ({ ...row, user_id: userId }))
    .flatMap((row) => tries.map((one) => signInOf(sandbox, row, one.app, now - one.minutesAgo * minute)))
    .filter((one) => Date.parse(one.createdDateTime) >= since);
  return { status: 200, json: { value: shown } };
}

function signInOf(sandbox: Sandbox, row: DeviceRow, app: string, at: number) {
  const { errorCode, failureReason, policy } = resultOf(row, app);
  const showsPolicies = rolesHeld('graph', sandbox.revokedRoles).includes('Policy.Read.All');
  const applied = policy === null ? [] : [{ id: guidOf(policy), displayName: policy, result: 'failure' }];
  return {
    id: guidOf(`sign-in ${row.id} ${app} ${at}`),
    createdDateTime: new Date(at).toISOString(),
    userId: row.user_id,
    appDisplayName: app,
    clientAppUsed: 'Mobile Apps and Desktop clients',
    isInteractive: true,
    status: { errorCode, failureReason },
    conditionalAccessStatus: policy === null ? 'success' : 'failure',
    deviceDetail: {
      deviceId: row.id,
      displayName: row.name,
      isCompliant: row.no_state === 1 ? null : row.is_compliant === 1,
      isManaged: row.no_management === 1 ? null : row.is_managed === 1,
    },
    ...(showsPolicies ? { appliedConditionalAccessPolicies: applied } : {}),
  };
}

function resultOf(row: DeviceRow, app: string) {
  const failed = (errorCode: number, failureReason: string, policy: string | null) => ({
    errorCode,
    failureReason,
    policy,
  });
  if (row.enabled === 0 || hasSentinel(row.name, 'disabled'))
    return failed(135_011, 'Device used during the authentication is disabled.', null);
  if (hasSentinel(row.name, 'blocked'))
    return failed(53_003, 'Access has been blocked by Conditional Access policies.', policies.blocked);
  if (!app.includes('Exchange')) return failed(0, 'Other.', null);
  if (row.is_managed === 0)
    return failed(
      530_003,
      'Your device is required to be managed to access this resource.',
      policies.compliant,
    );
  if (row.is_compliant === 0 || row.no_state === 1 || hasSentinel(row.name, 'noState'))
    return failed(53_000, 'Device is not in required device state: compliant.', policies.compliant);
  return failed(0, 'Other.', null);
}
