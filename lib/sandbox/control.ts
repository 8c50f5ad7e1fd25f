import { z } from 'zod';
import { faultSchema } from './faults.ts';
import { type Answer, parseJson, refuse, type Sandbox } from './sandbox-context.ts';
import type { DeviceRow } from './sandbox-store.ts';
import { settleDueMessages } from './settlement.ts';

const rolesSchema = z.strictObject({ revoked: z.array(z.string()) });
const resyncSchema = z.strictObject({ timestamp: z.iso.datetime() });

/** Answers /sandbox/…: what the sandbox knows, and failures on demand. Reading changes nothing but settles messages. */
export function answerControl(sandbox: Sandbox, method: string, url: URL, body: string): Answer {
  settleDueMessages(sandbox);
  const { store, faults } = sandbox;
  const limit = Math.min(Math.max(Number(url.searchParams.get('limit') ?? 100) || 100, 1), 5000);
  const after = url.searchParams.get('after');
  switch (`${method} ${url.pathname}`) {
    case 'GET /sandbox/stats':
      return { status: 200, json: stats(sandbox) };
    case 'GET /sandbox/devices':
      return { status: 200, json: { devices: store.devicesAfter(after ?? '', limit).map(describe) } };
    case 'GET /sandbox/breaches':
      return {
        status: 200,
        json: { total: store.breachCount(), breaches: listBreaches(sandbox, after, limit) },
      };
    case 'GET /sandbox/faults':
      return { status: 200, json: { faults: faults.list() } };
    case 'POST /sandbox/faults':
      return accept(faultSchema, body, (fault) => faults.add(fault));
    case 'DELETE /sandbox/faults':
      faults.clear();
      return { status: 204 };
    case 'PUT /sandbox/roles':
      return accept(rolesSchema, body, ({ revoked }) => {
        sandbox.revokedRoles.clear();
        for (const role of revoked) sandbox.revokedRoles.add(role);
      });
    case 'PUT /sandbox/resync':
      return accept(resyncSchema, body, ({ timestamp }) => store.setSetting('resync', timestamp));
    default:
      return refuse(404, 'NotFound', 'No such address under /sandbox.');
  }
}

function accept<T>(schema: z.ZodType<T>, body: string, then: (value: T) => void): Answer {
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) return refuse(400, 'BadRequest', z.prettifyError(parsed.error));
  then(parsed.data);
  return { status: 204 };
}

function stats({ store, requests, clock }: Sandbox): Record<string, unknown> {
  return {
    now: new Date(clock()).toISOString(),
    provisioned: store.setting('provisioned') === '1',
    devices: store.deviceCounts(),
    messages: store.messageCounts(),
    breaches: store.breachCount(),
    requests: Object.fromEntries(requests),
  };
}

function describe(row: DeviceRow): Record<string, unknown> {
  return {
    deviceId: row.id,
    displayName: row.name,
    isCompliant: row.is_compliant === 1,
    isManaged: row.is_managed === 1,
    userId: row.user_id,
    lastUpdateTime: new Date(row.last_update).toISOString(),
    messageId: row.message_id,
  };
}

function listBreaches({ store }: Sandbox, after: string | null, limit: number): Record<string, unknown>[] {
  return store.breachesAfter(Number(after ?? 0) || 0, limit).map((row) => ({
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind,
    detail: row.detail,
    messageId: row.message_id,
  }));
}
