import { mdmLogins } from '../identity.ts';
import type { Answer, Call, Route, Sandbox } from '../sandbox-context.ts';
import type { MdmDevice } from './mdm-fleet.ts';
import { mdmBreach, mdmRoute, unknownParameter } from './mdm-route.ts';

/** An MDM that nobody has a connector for: a list as JSON, with a cursor and a key in a header. */
export const jsonRoutes: Route[] = [
  mdmRoute('json-devices', /^\/mdm\/json\/v2\/devices$/, listDevices, {
    faults: ['mdm-json'],
    errorOf: (status) => ({ ok: false, error: `fault_${status}` }),
  }),
];

const refusal = (status: number, error: string): Answer => ({ status, json: { ok: false, error } });

function listDevices(sandbox: Sandbox, call: Call): Answer {
  const { query, headers } = call;
  const key = headers['x-api-key'];
  if (key === undefined)
    return mdmBreach(sandbox, 'missing_login', 'json: X-Api-Key', refusal(401, 'no_key'));
  if (key !== mdmLogins.json['X-Api-Key']) return refusal(401, 'wrong_key');
  const wrong = (error: string) => mdmBreach(sandbox, 'json_query', error, refusal(422, error));
  const limit = Number(query.get('limit') ?? 100);
  const after = cursorOf(query.get('cursor'));
  if (unknownParameter(call, ['limit', 'cursor']) !== null) return wrong('unknown_parameter');
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) return wrong('limit_out_of_range');
  if (after === null) return wrong('unknown_cursor');
  const found = sandbox.mdm.numbers('json').filter((number) => number > after);
  const now = sandbox.clock();
  const page = found.slice(0, limit);
  const items = page.flatMap((number) => sandbox.mdm.device('json', number, now) ?? []).map(describeItem);
  const last = found.length > limit ? (page.at(-1) ?? null) : null;
  const next = last === null ? null : `/mdm/json/v2/devices?limit=${limit}&cursor=${textOf(last)}`;
  return { status: 200, json: { ok: true, data: { items }, paging: { next } } };
}

function textOf(number: number): string {
  return Buffer.from(`after:${number}`).toString('base64url');
}

/** Null: not one that was given out. */
function cursorOf(cursor: string | null): number | null {
  if (cursor === null) return 0;
  const number = /^after:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  return number === undefined ? null : Number(number);
}

const kinds: Partial<Record<MdmDevice['system'], string>> = {
  ios: 'iPhone',
  android: 'Android',
  macos: 'Mac',
  windows: 'Windows',
};

function describeItem(device: MdmDevice): unknown {
  if (device.isDamaged) return 'record is damaged';
  const { number, state, user, isMasked, contactAt } = device;
  return {
    uid: number,
    title: device.name,
    kind: kinds[device.system] ?? 'Scanner OS',
    software: device.version,
    serial: device.serialNumber,
    maker: device.manufacturer,
    product: device.model,
    // Both forms of a time, by turns, and a user that is an object or an empty text
    last_seen: number % 2 === 0 ? contactAt : new Date(contactAt).toISOString(),
    owner: isMasked ? '' : { mail: user.mail, name: user.name },
    corporate: device.isCompany,
    problems: state === 'fine' ? [] : [{ rule: 'Device health', level: state }],
  };
}

/** The mapping of its records, as an admin would write it. */
export const simulatedMapping = `{
  "externalId": $string(uid),
  "checkedInAt": last_seen,
  "device": {
    "name": title,
    "serialNumber": serial,
    "os": kind,
    "osVersion": software,
    "manufacturer": maker,
    "model": product,
    "ownership": corporate ? "company" : "personal"
  },
  "user": owner.mail ? { "principalName": owner.mail, "displayName": owner.name },
  "violations": problems.{
    "policy": rule,
    "action": level = "quarantined" ? "quarantine" : level = "retiring" ? "retire" : level = "blocked" ? "block" : "send_alert"
  }
}`;
