import { createHash } from 'node:crypto';
import { z } from 'zod';
import { guidOf } from './guid.ts';
import { sandboxTenantId } from './identity.ts';
import {
  type Answer,
  type Call,
  parseJson,
  type Route,
  refuse,
  refuseBreach,
  type Sandbox,
} from './sandbox-context.ts';
import type { NewMessage } from './sandbox-store.ts';
import { hasSentinel } from './sentinels.ts';
import { idsOf, settleMessage } from './settlement.ts';
import { parseUploadMessage, type ReportedDevice } from './upload-message.ts';
import { isFormerUser } from './users.ts';

const key = "\\(guid'([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})'\\)";
const tenantService = {
  audience: 'intune',
  apiVersion: '1.6',
  roles: ['manage_partner_compliance_policy'],
} as const;
const deviceService = { audience: 'intune', apiVersion: '1.2', roles: ['update_device_attributes'] } as const;

/** Intune's partner services: the tenant service and the device service. */
export const intuneRoutes: Route[] = [
  {
    ...tenantService,
    name: 'provision',
    method: 'PUT',
    path: new RegExp(`^/PartnerTenantDataSyncService/PartnerTenants${key}$`),
    faults: ['provision'],
    handle: provision,
  },
  {
    ...tenantService,
    name: 'heartbeat',
    method: 'PUT',
    path: new RegExp(`^/PartnerTenantDataSyncService/PartnerTenantHeartbeat${key}$`),
    faults: ['heartbeat'],
    handle: heartbeat,
  },
  {
    ...tenantService,
    name: 'create-policy',
    method: 'POST',
    path: /^\/PartnerTenantDataSyncService\/PartnerCompliancePolicies$/,
    faults: ['policies'],
    handle: createPolicy,
  },
  {
    ...tenantService,
    name: 'list-policies',
    method: 'GET',
    path: /^\/PartnerTenantDataSyncService\/PartnerCompliancePolicies$/,
    faults: ['policies'],
    handle: (sandbox) => ({ status: 200, json: { value: policies(sandbox) } }),
  },
  {
    ...tenantService,
    name: 'assign-policy',
    method: 'POST',
    path: new RegExp(`^/PartnerTenantDataSyncService/PartnerCompliancePolicies${key}/Assign$`),
    faults: ['policies'],
    handle: (sandbox, { params }) =>
      policies(sandbox).some(({ Id }) => Id === params[0]?.toLowerCase())
        ? { status: 200, json: { value: [] } }
        : refuse(404, 'NotFound', 'No such policy.'),
  },
  {
    ...deviceService,
    name: 'upload',
    method: 'PUT',
    path: new RegExp(`^/PartnerDeviceDataSyncService/DataUploadMessages${key}$`),
    faults: ['upload'],
    handle: acceptMessage,
  },
  {
    ...deviceService,
    name: 'confirm',
    method: 'GET',
    path: new RegExp(`^/PartnerDeviceDataSyncService/DataUploadMessages${key}$`),
    faults: ['confirm'],
    handle: (sandbox, { params }) => {
      const id = (params[0] ?? '').toLowerCase();
      settleMessage(sandbox, id);
      return describeMessage(sandbox, id);
    },
  },
];

/** Users are sent there from a phone; http is let through for loopback only, so that a trial needs no certificate. */
const partnerUrl = z
  .url()
  .refine((text) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]?/.test(text));
const provisionBody = z.strictObject({
  Provisioned: z.union([z.literal(1), z.literal(2)]),
  PartnerEnrollmentUrl: partnerUrl,
  PartnerRemediationUrl: partnerUrl,
});

function provision(sandbox: Sandbox, call: Call): Answer {
  const body = provisionBody.safeParse(parseJson(call.body));
  if (!body.success) return refuseBreach(sandbox, 'invalid_body', 'PartnerTenants: body of the wrong shape');
  if (call.params[0]?.toLowerCase() !== sandboxTenantId)
    return refuseBreach(sandbox, 'wrong_tenant', 'PartnerTenants');
  sandbox.store.setSetting('provisioned', String(body.data.Provisioned));
  const answer = { Key: sandboxTenantId, ContextId: sandboxTenantId, Provisioned: body.data.Provisioned };
  if (call.headers.prefer !== 'return-content') return { status: 204 };
  return { status: 200, json: { ...answer, HttpStatusCode: 200, ErrorDetail: null } };
}

function heartbeat(sandbox: Sandbox, call: Call): Answer {
  const body = z.strictObject({ Timestamp: z.iso.datetime() }).safeParse(parseJson(call.body));
  if (!body.success)
    return refuseBreach(sandbox, 'invalid_body', 'PartnerTenantHeartbeat: body of the wrong shape');
  if (call.params[0]?.toLowerCase() !== sandboxTenantId)
    return refuseBreach(sandbox, 'wrong_tenant', 'PartnerTenantHeartbeat');
  sandbox.store.setSetting('heartbeat', body.data.Timestamp);
  const ResyncTimestamp = sandbox.store.setting('resync');
  const json = { Timestamp: body.data.Timestamp, ResyncTimestamp, HttpStatusCode: 200, ErrorDetail: null };
  return { status: 200, json: { ...json, MessageErrors: [] } };
}

const policyBody = z.strictObject({
  DisplayName: z.string().min(1),
  Description: z.string(),
  Platform: z.enum(['iOS', 'Android', 'macOS']),
  PartnerManagedCompliance: z.literal(true),
});
type Policy = z.infer<typeof policyBody> & { Id: string };

function policies({ store }: Sandbox): Policy[] {
  return JSON.parse(store.setting('policies') ?? '[]') as Policy[];
}

function createPolicy(sandbox: Sandbox, call: Call): Answer {
  const body = policyBody.safeParse(parseJson(call.body));
  if (!body.success)
    return refuseBreach(sandbox, 'invalid_body', 'PartnerCompliancePolicies: body of the wrong shape');
  const known = policies(sandbox);
  if (known.some(({ Platform }) => Platform === body.data.Platform)) {
    return refuse(409, 'Conflict', 'A policy of this platform exists.');
  }
  const policy = { Id: guidOf(`policy ${body.data.Platform}`), ...body.data };
  sandbox.store.setSetting('policies', JSON.stringify([...known, policy]));
  return { status: 201, json: policy };
}

function acceptMessage(sandbox: Sandbox, call: Call): Answer {
  const { store } = sandbox;
  const id = (call.params[0] ?? '').toLowerCase();
  if (store.setting('provisioned') !== '1') {
    return refuse(403, 'TenantNotProvisioned', 'Partner management is not switched on for this tenant.');
  }
  const hash = createHash('sha256').update(call.body).digest('hex');
  const known = store.message(id);
  if (known !== null) {
    if (known.hash === hash) return describeMessage(sandbox, id);
    const text = 'The message id was used before, with another body.';
    return refuseBreach(sandbox, 'message_id_reused', text, { status: 409, messageId: id });
  }
  const message = parseUploadMessage(call.body, sandboxTenantId);
  if ('refusal' in message)
    return refuseBreach(sandbox, 'invalid_message', message.refusal, { messageId: id });
  const refusal = refusalOf(sandbox, message.devices);
  if (refusal !== null) return refusal;
  store.transact(() => keep(sandbox, id, hash, message.devices));
  return describeMessage(sandbox, id);
}

function refusalOf(sandbox: Sandbox, devices: ReportedDevice[]): Answer | null {
  const has = (sentinel: 'reject' | 'tooLarge') => devices.some(({ name }) => hasSentinel(name, sentinel));
  if (devices.length > sandbox.maxDevicesPerMessage || (devices.length > 1 && has('tooLarge'))) {
    return refuse(413, 'RequestEntityTooLarge', 'The message holds too many devices.');
  }
  return has('reject') ? refuse(400, 'SandboxRejected', 'A device asked to be rejected by its name.') : null;
}

type Fate = Pick<NewMessage, 'outcome' | 'errorCode' | 'errorDetail'>;

/** What becomes of a message once it settles: one device that fails, fails all. */
function fateOf(sandbox: Sandbox, id: string, devices: ReportedDevice[]): Fate {
  const failed = (errorCode: string, errorDetail: string): Fate => {
    return { outcome: 'Failed', errorCode, errorDetail };
  };
  // https://learn.microsoft.com/intune/intune-service/protect/device-compliance-partners: all systems but Windows
  const onWindows = devices.find(({ os }) => os === 'Windows');
  if (onWindows !== undefined) {
    const what = `Device ${onWindows.deviceId} runs Windows`;
    sandbox.store.addBreach(sandbox.clock(), 'unsupported_system', what, id);
    const detail = `${what}: partner data is taken for Android, iOS and macOS only.`;
    return failed('UnsupportedOperatingSystem', detail);
  }
  const failing = devices.find(({ name }) => hasSentinel(name, 'fail'));
  if (failing !== undefined)
    return failed('SandboxFailure', `Device ${failing.deviceId} could not be written.`);
  const ofNobody = devices.find(({ userId }) => isFormerUser(sandbox.store, userId));
  if (ofNobody !== undefined)
    return failed('UserNotFound', `User ${ofNobody.userId} of device ${ofNobody.deviceId} does not exist.`);
  return { outcome: 'Completed', errorCode: null, errorDetail: null };
}

function keep(sandbox: Sandbox, id: string, hash: string, devices: ReportedDevice[]): void {
  const { store } = sandbox;
  const now = sandbox.clock();
  const stuck = devices.some(({ name }) => hasSentinel(name, 'stuck'));
  const fate = fateOf(sandbox, id, devices);
  const settlesAt = stuck ? null : now + sandbox.settleDelayMs;
  store.addMessage({ id, hash, devices: JSON.stringify(devices), receivedAt: now, settlesAt, ...fate });
  if (fate.outcome === 'Failed') return;
  for (const { deviceId, lastUpdate } of devices) {
    if (store.advanceClock(deviceId, lastUpdate)) continue;
    const newest = iso(store.clockOf(deviceId) ?? 0);
    const detail = `Device ${deviceId}: LastUpdateTime ${iso(lastUpdate)} after ${newest}`;
    store.addBreach(now, 'last_update_time_not_rising', detail, id);
  }
  if (!stuck) sandbox.pending.add(id, idsOf(devices));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function describeMessage({ store }: Sandbox, id: string): Answer {
  const message = store.message(id);
  if (message === null) return refuse(404, 'MessageNotFound', 'No such message.');
  const isFailed = message.status === 'Failed';
  const json = { Key: id, Status: message.status, ErrorCode: isFailed ? message.error_code : null };
  return { status: 200, json: { ...json, ErrorDetail: isFailed ? message.error_detail : null } };
}
