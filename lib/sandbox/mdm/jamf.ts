import { randomUUID } from 'node:crypto';
import { mdmLogins } from '../identity.ts';
import type { Answer, Call, Route, Sandbox } from '../sandbox-context.ts';
import { describeComputer, describeMobile } from './jamf-records.ts';
import type { MdmDevice } from './mdm-fleet.ts';
import { mdmBreach, mdmRoute, unknownParameter } from './mdm-route.ts';

const more = {
  faults: ['mdm-jamf'],
  errorOf: (status: number) => problem(status, 'FAULT', 'A fault'),
} as const;
const base = '^\\/mdm\\/jamf\\/api';

/** Jamf Pro with API clients, as far as open clients show it. */
export const jamfRoutes: Route[] = [
  mdmRoute('jamf-token', new RegExp(`${base}(?:/v1)?/oauth/token$`), grantToken, {
    method: 'POST',
    faults: ['mdm-token'],
    errorOf: () => ({ error: 'invalid_client' }),
  }),
  mdmRoute('jamf-computers', new RegExp(`${base}/v(\\d)/computers-inventory$`), listComputers, more),
  mdmRoute('jamf-mobile', new RegExp(`${base}/v2/mobile-devices/detail$`), listMobile, more),
  mdmRoute('jamf-groups', new RegExp(`${base}/v1/(computer|mobile-device)-groups$`), listGroups, more),
];

function problem(httpStatus: number, code: string, description: string) {
  return { httpStatus, errors: [{ code, description, id: '0', field: null }] };
}

function refusal(status: number, code: string, description: string): Answer {
  return { status, json: problem(status, code, description) };
}

function grantToken(sandbox: Sandbox, call: Call): Answer {
  const form = new URLSearchParams(call.body);
  const type = call.headers['content-type'] ?? '';
  if (
    !type.startsWith('application/x-www-form-urlencoded') ||
    form.get('grant_type') !== 'client_credentials'
  ) {
    const answer = { status: 400, json: { error: 'unsupported_grant_type' } };
    return mdmBreach(sandbox, 'jamf_token', `${type} ${form.get('grant_type')}`, answer);
  }
  const { clientId, clientSecret } = mdmLogins.jamf;
  if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
    return { status: 401, json: { error: 'invalid_client' } };
  }
  const seconds = sandbox.mdm.rules.jamfTokenSeconds;
  const token = randomUUID();
  sandbox.mdm.tokens.set(token, sandbox.clock() + seconds * 1000);
  return {
    status: 200,
    json: { access_token: token, scope: 'api-role:1', token_type: 'Bearer', expires_in: seconds },
  };
}

function refusalOfToken(sandbox: Sandbox, call: Call): Answer | null {
  const token = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '')?.[1];
  const refused = refusal(401, 'INVALID_TOKEN', 'Unauthorized');
  if (token === undefined)
    return mdmBreach(sandbox, 'missing_login', 'jamf: Authorization is missing', refused);
  const ends = sandbox.mdm.tokens.get(token);
  return ends !== undefined && ends > sandbox.clock() ? null : refused;
}

interface List {
  mdm: 'jamf_computers' | 'jamf_mobile';
  sections: readonly string[];
  /** Extra parameters */
  parameters: readonly string[];
  sort: RegExp;
  /** Field, operator and value of a filter; the rest of RSQL is not played */
  filter: RegExp;
  write: (device: MdmDevice, sections: readonly string[]) => Record<string, unknown>;
}

const shared = ['GENERAL', 'HARDWARE', 'USER_AND_LOCATION', 'SECURITY', 'EXTENSION_ATTRIBUTES'];
const computers: List = {
  mdm: 'jamf_computers',
  sections: [...shared, 'OPERATING_SYSTEM', 'DISK_ENCRYPTION', 'GROUP_MEMBERSHIPS'],
  parameters: [],
  sort: /^(id|general\.name|general\.reportDate):(asc|desc)$/,
  filter: /^(id|general\.reportDate|general\.lastContactTime)(==|>=)(.+)$/,
  write: describeComputer,
};
const mobile: List = {
  mdm: 'jamf_mobile',
  sections: [...shared, 'GROUPS'],
  parameters: ['exception-handling'],
  sort: /^(mobileDeviceId|displayName|lastInventoryUpdateDate):(asc|desc)$/,
  filter: /^(mobileDeviceId|lastInventoryUpdateDate)(==|>=)(.+)$/,
  write: describeMobile,
};

function listComputers(sandbox: Sandbox, call: Call): Answer {
  const version = Number(call.params[0]);
  const exists = [1, 3, 4].includes(version) && version <= sandbox.mdm.rules.jamfVersion;
  return exists ? list(sandbox, call, computers) : refusal(404, 'NOT_FOUND', 'Not found');
}

function listMobile(sandbox: Sandbox, call: Call): Answer {
  return list(sandbox, call, mobile);
}

function list(sandbox: Sandbox, call: Call, kind: List): Answer {
  const refused = refusalOfToken(sandbox, call) ?? refusalOfQuery(sandbox, call, kind);
  if (refused !== null) return refused;
  const { query } = call;
  const size = Number(query.get('page-size') ?? 100);
  const first = Number(query.get('page') ?? 0) * size;
  const now = sandbox.clock();
  const found = query.has('filter')
    ? sandbox.mdm.devices(kind.mdm, now, filterOf(query.get('filter') ?? '', kind))
    : null;
  const numbers = found?.map(({ number }) => number) ?? sandbox.mdm.numbers(kind.mdm);
  const page = numbers
    .slice(first, first + size)
    .flatMap((number) => sandbox.mdm.device(kind.mdm, number, now) ?? []);
  if (
    kind === mobile &&
    query.get('exception-handling') !== 'LENIENT' &&
    page.some(({ isDamaged }) => isDamaged)
  ) {
    const answer = refusal(500, 'INTERNAL_ERROR', 'A device could not be described');
    return mdmBreach(sandbox, 'jamf_strict', 'one bad device fails its whole page', answer);
  }
  const results = page.map((device) => kind.write(device, query.getAll('section')));
  return { status: 200, json: { totalCount: numbers.length, results } };
}

function refusalOfQuery(sandbox: Sandbox, call: Call, kind: List): Answer | null {
  const { query } = call;
  const known = ['section', 'page', 'page-size', 'sort', 'filter', ...kind.parameters];
  const wrong = (text: string) =>
    mdmBreach(sandbox, 'jamf_query', `${kind.mdm}: ${text}`, refusal(400, 'INVALID_FIELD', text));
  const unknown = unknownParameter(call, known, ['section']);
  if (unknown !== null) return wrong(`Unexpected parameter ${unknown}`);
  const section = query.getAll('section').find((one) => !kind.sections.includes(one));
  if (section !== undefined) return wrong(`Unexpected section ${section}`);
  const page = Number(query.get('page') ?? 0);
  const size = Number(query.get('page-size') ?? 100);
  if (!Number.isInteger(page) || page < 0) return wrong('page must not be negative');
  if (!Number.isInteger(size) || size < 1 || size > 2000)
    return wrong('page-size must be between 1 and 2000');
  if (!kind.sort.test(query.get('sort') ?? 'id:asc') && query.has('sort')) return wrong('Unexpected sort');
  if (query.has('filter') && !kind.filter.test(query.get('filter') ?? '')) return wrong('Unexpected filter');
  const handling = query.get('exception-handling') ?? 'STRICT';
  return /^(STRICT|LENIENT)$/.test(handling) ? null : wrong('Unexpected exception-handling');
}

function filterOf(filter: string, kind: List): (device: MdmDevice) => boolean {
  const [, field = '', , value = ''] = kind.filter.exec(filter) ?? [];
  const wanted = value.replace(/^"(.*)"$/, '$1');
  if (/id$/i.test(field)) return ({ number }) => String(number) === wanted;
  return ({ contactAt }) => contactAt >= Date.parse(wanted);
}

function listGroups(sandbox: Sandbox, call: Call): Answer {
  const refused = refusalOfToken(sandbox, call);
  if (refused !== null) return refused;
  const names = call.params[0] === 'computer' ? ['All Macs', 'Compliant'] : ['All devices', 'Compliant'];
  return {
    status: 200,
    json: names.map((name, index) => ({ id: String(index + 1), name, smartGroup: true })),
  };
}
