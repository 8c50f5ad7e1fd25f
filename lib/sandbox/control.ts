import { z } from 'zod';
import { faultSchema } from './faults.ts';
import { trustTypeOf } from './graph/describe-device.ts';
import { attributesBody } from './graph/device-writes.ts';
import { mdmNames } from './mdm/mdm-fleet.ts';
import { mdmDeviceBody, mdmRulesBody, mdmSizesBody } from './mdm/mdm-world.ts';
import { type Answer, parseJson, refuse, type Sandbox } from './sandbox-context.ts';
import type { BreachRow, DeviceRow } from './sandbox-store.ts';
import { settleAll, settleMessagesOf } from './settlement.ts';
import { setUser } from './users.ts';

const rolesBody = z.strictObject({ revoked: z.array(z.string()) });
const resyncBody = z.strictObject({ timestamp: z.iso.datetime() });
const graphLoadBody = z.strictObject({ percentage: z.number().min(0).max(2).nullable() });
const blindBody = z.strictObject({ blind: z.boolean() });
const licenceBody = z.strictObject({ premium: z.boolean() });
const deviceBody = z.strictObject({
  isCompliant: z.boolean().nullish(),
  isManaged: z.boolean().optional(),
  enabled: z.boolean().optional(),
  complianceExpiresAt: z.iso.datetime().nullish(),
  /** Entra has the object, or it was deleted */
  exists: z.boolean().optional(),
  displayName: z.string().min(1).optional(),
  operatingSystem: z.string().optional(),
  trustType: z.string().nullish(),
  extensionAttributes: attributesBody.optional(),
});
const writeLimitBody = z
  .strictObject({ writes: z.int().min(1), seconds: z.number().positive() })
  .or(z.strictObject({ writes: z.null() }));
const flagWritesBody = z.strictObject({ allowed: z.boolean() });
const deltaPageBody = z.strictObject({ devices: z.int().min(1).max(999) });
const tokensBody = z.strictObject({ opaque: z.boolean() });
const partnersBody = z.strictObject({
  others: z.array(z.strictObject({ displayName: z.string(), partnerState: z.string() })),
  ownState: z.string().nullable().optional(),
});

const userBody = z.strictObject({ userPrincipalName: z.string().min(1), objectId: z.guid().nullable() });

/** Handles /sandbox/…: what the sandbox knows, and failures on demand. */
export async function answerControl(
  sandbox: Sandbox,
  method: string,
  url: URL,
  body: string,
): Promise<Answer> {
  const deviceId = /^\/sandbox\/devices\/([^/]+)$/.exec(url.pathname)?.[1];
  if (method === 'PUT' && deviceId !== undefined) return changeDevice(sandbox, deviceId.toLowerCase(), body);
  const [, mdm, number] = /^\/sandbox\/mdm\/([a-z_]+)\/(\d+)$/.exec(url.pathname) ?? [];
  const named = mdmNames.find((name) => name === mdm);
  if (method === 'PUT' && named !== undefined) {
    return accept(mdmDeviceBody, body, (change) => sandbox.mdm.change(named, Number(number), change));
  }
  const isRead = method === 'GET';
  return isRead ? answerRead(sandbox, url) : answerOrder(sandbox, `${method} ${url.pathname}`, body);
}

/** Reading changes nothing, but settles messages. */
async function answerRead(sandbox: Sandbox, { pathname, searchParams }: URL): Promise<Answer> {
  const { store, faults } = sandbox;
  const limit = Math.min(Math.max(Number(searchParams.get('limit') ?? 100) || 100, 1), 5000);
  const after = searchParams.get('after');
  switch (pathname) {
    case '/sandbox/stats':
      await settleAll(sandbox);
      return { status: 200, json: describeState(sandbox) };
    case '/sandbox/devices':
      await settleAll(sandbox);
      return {
        status: 200,
        json: { devices: store.devicesAfter(after ?? '', limit).map(describeShownDevice) },
      };
    case '/sandbox/breaches': {
      const breaches = store.breachesAfter(Number(after ?? 0) || 0, limit).map(describeBreach);
      return { status: 200, json: { total: store.breachCount(), breaches } };
    }
    case '/sandbox/faults':
      return { status: 200, json: { faults: faults.list() } };
    case '/sandbox/mails':
      return { status: 200, json: { mails: sandbox.mails } };
    default:
      return unknownAddress();
  }
}

function answerOrder(sandbox: Sandbox, order: string, body: string): Answer {
  const { store, faults } = sandbox;
  switch (order) {
    case 'POST /sandbox/faults':
      return accept(faultSchema, body, (fault) => faults.add(fault));
    case 'DELETE /sandbox/faults':
      faults.clear();
      return { status: 204 };
    case 'PUT /sandbox/roles':
      return accept(rolesBody, body, ({ revoked }) => {
        sandbox.revokedRoles.clear();
        for (const role of revoked) sandbox.revokedRoles.add(role);
      });
    case 'PUT /sandbox/resync':
      return accept(resyncBody, body, ({ timestamp }) => store.setSetting('resync', timestamp));
    case 'PUT /sandbox/users':
      return accept(userBody, body, ({ userPrincipalName, objectId }) =>
        setUser(store, userPrincipalName, objectId),
      );
    case 'PUT /sandbox/graph-load':
      return accept(graphLoadBody, body, ({ percentage }) => {
        sandbox.graphLoad = percentage;
      });
    case 'PUT /sandbox/blind':
      return accept(blindBody, body, ({ blind }) => {
        sandbox.blind = blind;
      });
    case 'PUT /sandbox/licence':
      return accept(licenceBody, body, ({ premium }) => {
        sandbox.premium = premium;
      });
    case 'PUT /sandbox/write-limit':
      return accept(writeLimitBody, body, (limit) =>
        sandbox.writeLimit.set(limit.writes === null ? null : limit),
      );
    case 'PUT /sandbox/flag-writes':
      return accept(flagWritesBody, body, ({ allowed }) => {
        sandbox.flagWritesAllowed = allowed;
      });
    case 'PUT /sandbox/mdm/sizes':
      return accept(mdmSizesBody, body, (sizes) => {
        for (const mdm of mdmNames) if (sizes[mdm] !== undefined) sandbox.mdm.setSize(mdm, sizes[mdm]);
      });
    case 'PUT /sandbox/mdm/rules':
      return accept(mdmRulesBody, body, (rules) => Object.assign(sandbox.mdm.rules, rules));
    case 'DELETE /sandbox/mdm/tokens':
      sandbox.mdm.tokens.clear();
      return { status: 204 };
    case 'DELETE /sandbox/delta-links':
      store.changes.forget();
      return { status: 204 };
    case 'PUT /sandbox/delta-page':
      return accept(deltaPageBody, body, ({ devices }) => {
        store.changes.largestPage = devices;
      });
    case 'PUT /sandbox/tokens':
      return accept(tokensBody, body, ({ opaque }) => {
        sandbox.opaqueTokens = opaque;
      });
    case 'PUT /sandbox/partners':
      return accept(partnersBody, body, (partners) => {
        sandbox.partners = partners;
      });
    default:
      return unknownAddress();
  }
}

/** What was reported before must have settled: it came first. */
function changeDevice(sandbox: Sandbox, id: string, body: string): Answer {
  const parsed = deviceBody.safeParse(parseJson(body));
  if (!parsed.success) return refuse(400, 'BadRequest', z.prettifyError(parsed.error));
  settleMessagesOf(sandbox, [id]);
  const { exists, extensionAttributes, ...change } = parsed.data;
  const { store } = sandbox;
  if (exists === true) {
    store.objects.unsetGone(id);
    store.objects.register(id, sandbox.clock());
  }
  if (exists === false) {
    store.deleteDevice(id);
    store.objects.setGone(id);
    return { status: 204 };
  }
  if (!store.changeDevice(id, change)) return refuse(404, 'NotFound', 'Entra shows no such device.');
  store.objects.setFacts(id, change);
  if (extensionAttributes !== undefined) store.objects.setAttributes(id, extensionAttributes);
  return { status: 204 };
}

function accept<T>(schema: z.ZodType<T>, body: string, then: (value: T) => void): Answer {
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) return refuse(400, 'BadRequest', z.prettifyError(parsed.error));
  then(parsed.data);
  return { status: 204 };
}

function unknownAddress(): Answer {
  return refuse(404, 'NotFound', 'No such address under /sandbox.');
}

function describeState({ store, requests, writeCounts, clock }: Sandbox): Record<string, unknown> {
  return {
    now: new Date(clock()).toISOString(),
    provisioned: store.setting('provisioned') === '1',
    devices: store.deviceCounts(),
    messages: store.messageCounts(),
    breaches: store.breachCount(),
    deviceWrites: writeCounts,
    requests: Object.fromEntries(requests),
  };
}

function describeShownDevice(row: DeviceRow): Record<string, unknown> {
  return {
    deviceId: row.id,
    displayName: row.name,
    isCompliant: row.no_state === 1 ? null : row.is_compliant === 1,
    isManaged: row.no_management === 1 ? null : row.is_managed === 1,
    enabled: row.enabled === 1,
    complianceExpiresAt: row.expires_at === null ? null : new Date(row.expires_at).toISOString(),
    operatingSystem: row.os === '' ? null : row.os,
    trustType: trustTypeOf(row),
    extensionAttributes: JSON.parse(row.extension_attributes),
    writes: row.writes,
    userId: row.user_id,
    lastUpdateTime: new Date(row.last_update).toISOString(),
    messageId: row.message_id,
  };
}

function describeBreach(row: BreachRow): Record<string, unknown> {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind,
    detail: row.detail,
    messageId: row.message_id,
  };
}
