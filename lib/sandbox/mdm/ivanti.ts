import { guidOf } from '../guid.ts';
import { mdmLogins } from '../identity.ts';
import type { Answer, Call, Route, Sandbox } from '../sandbox-context.ts';
import type { MdmDevice, MdmSystem } from './mdm-fleet.ts';
import { basicLogin, mdmBreach, mdmRoute, unknownParameter } from './mdm-route.ts';

const more = {
  faults: ['mdm-ivanti'],
  errorOf: (status: number) => ({ errors: { globalErrors: [{ code: `Fault${status}` }] }, result: null }),
} as const;
const base = '^\\/mdm\\/ivanti\\/api\\/v1';

/** Ivanti Neurons for MDM, release 75 and later, as far as open connectors show it. */
export const ivantiRoutes: Route[] = [
  mdmRoute('ivanti-partitions', new RegExp(`${base}/tenant/partition/device$`), listPartitions, more),
  mdmRoute('ivanti-devices', new RegExp(`${base}/device$`), listDevices, more),
  mdmRoute('ivanti-device', new RegExp(`${base}/device/([^/]+)$`), readDevice, more),
];

const defaultSpace = 33_533;
const spaces = [
  { id: 41_200, name: 'Warehouse', defaultPartition: false },
  { id: defaultSpace, name: 'Default Space', defaultPartition: true },
];

function refusal(status: number, code: string, text: string): Answer {
  const fieldErrors = [{ code, field: '', defaultMessage: text }];
  return { status, json: { errors: { fieldErrors, globalErrors: [] }, result: null } };
}

function refusalOfLogin(sandbox: Sandbox, call: Call): Answer | null {
  const login = basicLogin(call.headers.authorization);
  const text = 'Full authentication is required to access this resource';
  const refused = { status: 401, json: { error: 'Unauthorized', message: text } };
  if (login === null) return mdmBreach(sandbox, 'missing_login', 'ivanti: Authorization is missing', refused);
  if (sandbox.mdm.rules.secondFactor) {
    return { status: 401, json: { error: 'Unauthorized', message: 'Password and PIN are required' } };
  }
  const { username, password } = mdmLogins.ivanti;
  return login === `${username}:${password}`
    ? null
    : { status: 401, json: { error: 'Unauthorized', message: 'Bad credentials' } };
}

function listPartitions(sandbox: Sandbox, call: Call): Answer {
  const refused = refusalOfLogin(sandbox, call);
  if (refused !== null) return refused;
  return {
    status: 200,
    json: { errors: null, result: { totalCount: spaces.length, searchResults: spaces } },
  };
}

const parameters = ['dmPartitionId', 'rows', 'start', 'fq', 'q', 'sortFields[0].name', 'sortFields[0].order'];

function listDevices(sandbox: Sandbox, call: Call): Answer {
  const refused = refusalOfLogin(sandbox, call) ?? refusalOfList(sandbox, call);
  if (refused !== null) return refused;
  const { query } = call;
  const filter = parseFilter(query.get('fq') ?? '');
  if (filter === null) {
    const answer = refusal(400, 'InvalidFilter', `Could not parse ${query.get('fq')}`);
    return mdmBreach(sandbox, 'ivanti_filter', query.get('fq') ?? '', answer);
  }
  const now = sandbox.clock();
  const start = Number(query.get('start') ?? 0);
  const rows = Number(query.get('rows') ?? 50);
  const all = query.has('fq') || query.get('sortFields[0].name') === 'lastCheckin';
  const inDefaultSpace = query.get('dmPartitionId') === String(defaultSpace);
  const numbers = inDefaultSpace ? sandbox.mdm.numbers('ivanti') : [];
  const found = !inDefaultSpace || !all ? null : sorted(sandbox, call, filter);
  const page =
    found?.slice(start, start + rows) ??
    numbers.slice(start, start + rows).flatMap((number) => sandbox.mdm.device('ivanti', number, now) ?? []);
  const result = {
    totalCount: found?.length ?? numbers.length,
    searchResults: page.map(describeDevice),
    offset: start,
    limit: rows,
    queryTime: 12,
    facetedResults: {},
  };
  return { status: 200, json: { errors: null, result } };
}

function refusalOfList(sandbox: Sandbox, call: Call): Answer | null {
  const { query } = call;
  const unknown = unknownParameter(call, parameters);
  const rows = Number(query.get('rows') ?? 50);
  const start = Number(query.get('start') ?? 0);
  const sort = `${query.get('sortFields[0].name') ?? 'id'} ${query.get('sortFields[0].order') ?? 'ASC'}`;
  const wrong = (code: string, text: string) =>
    mdmBreach(sandbox, 'ivanti_query', text, refusal(400, code, text));
  if (unknown !== null) return wrong('UnknownParameter', `Unexpected parameter ${unknown}`);
  if (!Number.isInteger(rows) || rows < 1 || rows > 500)
    return wrong('Range', 'rows must be between 1 and 500');
  if (!Number.isInteger(start) || start < 0) return wrong('Min', 'start must not be negative');
  if (!/^(id|lastCheckin|deviceName) (ASC|DESC)$/.test(sort))
    return wrong('InvalidSort', `Cannot sort by ${sort}`);
  if (!spaces.some(({ id }) => String(id) === query.get('dmPartitionId')))
    return wrong('NotNull', 'dmPartitionId is required');
  return null;
}

function sorted(sandbox: Sandbox, { query }: Call, test: (device: MdmDevice) => boolean): MdmDevice[] {
  const devices = sandbox.mdm.devices('ivanti', sandbox.clock(), test);
  if (query.get('sortFields[0].name') === 'lastCheckin') devices.sort((a, b) => a.contactAt - b.contactAt);
  return query.get('sortFields[0].order') === 'DESC' ? devices.reverse() : devices;
}

function readDevice(sandbox: Sandbox, call: Call): Answer {
  const refused = refusalOfLogin(sandbox, call);
  if (refused !== null) return refused;
  const device = sandbox.mdm.device('ivanti', Number(call.params[0]) - firstId, sandbox.clock());
  if (device === null) return refusal(404, 'NotFound', 'Device not found');
  return { status: 200, json: { errors: null, result: describeDevice(device) } };
}

/** Ids are numbers that begin at a million */
const firstId = 1_000_000;

const platforms: Record<MdmSystem, string> = {
  ios: 'IOS',
  ipados: 'IOS',
  tvos: 'IOS',
  macos: 'OSX',
  android: 'ANDROID',
  windows: 'WINDOWS_PHONE',
  linux: 'LINUX',
  chromeos: 'CHROMEOS',
  other: 'UNKNOWN',
};

/** Both forms of a time occur at the real system: here by turns. */
function timeOf(number: number, at: number): number | string {
  return number % 2 === 0 ? at : new Date(at).toISOString().replace('.000', '');
}

function describeDevice(device: MdmDevice): Record<string, unknown> {
  const { number, state, system, user, isMasked, isDamaged } = device;
  const mask = (text: string) => (isMasked ? '*****' : text);
  const isUnknown = number % 40 === 19;
  const registrationState = state === 'retiring' ? 'RETIRE_PENDING' : 'ACTIVE';
  const isBad = ['violating', 'quarantined', 'jailbroken'].includes(state);
  return {
    id: isDamaged ? null : firstId + number,
    guid: isDamaged ? null : device.guid,
    mdmChannelId: guidOf(`channel ${number}`),
    deviceModel: device.model,
    prettyModel: device.model,
    deviceName: number % 6 === 5 ? null : mask(device.name),
    entityName: mask(device.name),
    manufacturer: device.manufacturer,
    platformType: isUnknown ? 'ZEBRA_RTOS' : platforms[system],
    platformVersion: device.version,
    osBuildVersion: '23B85',
    windowsDeviceType: system === 'windows' ? 'WINDOWS_DESKTOP' : null,
    lastCheckin: timeOf(number, device.contactAt),
    clientLastCheckin: null,
    lastRegistrationTime: timeOf(number, device.enrolledAt),
    registrationState,
    displayName: mask(user.name),
    uid: mask(user.mail),
    emailAddress: mask(user.mail),
    serialNumber: number % 11 === 0 ? '' : mask(device.serialNumber),
    altSerialNumber: null,
    ownershipType: device.isCompany ? 'COMPANY' : 'UNKNOWN',
    complianceState: !isBad,
    quarantined: state === 'quarantined',
    blocked: state === 'blocked',
    jailbroken: state === 'jailbroken',
    supervised: system === 'ios' || system === 'ipados' ? device.isCompany : null,
    passcodeCompliant: number % 3 === 0 ? null : true,
    policyViolationCount: isBad ? 1 : 0,
    violatedPolicies: isBad ? [state === 'jailbroken' ? 'Compromised devices' : 'Out of Contact'] : [],
    mobileThreatDefenseGeneralStatus: 'NA',
    androidSecurityPatchLevel: system === 'android' ? '2026-10-05' : null,
    dmPartitionId: defaultSpace,
    dmPartitionName: 'Default Space',
    ...azureFields(device),
  };
}

function azureFields({ number, azureDeviceId, user, enrolledAt, isMasked }: MdmDevice) {
  const code = azureDeviceId === null ? [null, 'Workplace_Join_Required'][number % 2] : 'Success';
  return {
    azureDeviceId,
    azureClientStatusCode: code,
    azureIntuneDeviceStatus: azureDeviceId === null ? null : 'Successful',
    azureIntuneStatusUpdatedAt: azureDeviceId === null ? null : timeOf(number, enrolledAt + 60_000),
    azureUserUpn: azureDeviceId === null || isMasked ? null : user.mail,
  };
}

/** `a=b`, `and`, `or` and parentheses, over the fields that connectors filter by; null: not a filter. */
function parseFilter(text: string): ((device: MdmDevice) => boolean) | null {
  const tokens = text.match(/\(|\)|[^\s()]+/g) ?? [];
  if (tokens.length === 0) return () => true;
  let at = 0;
  type Test = (native: Record<string, unknown>) => boolean;
  const term = (): Test | null => {
    const token = tokens[at++];
    if (token === '(') {
      const inner = any();
      return tokens[at++] === ')' ? inner : null;
    }
    const [field = '', value = ''] = token?.split('=') ?? [];
    if (!/^(registrationState|quarantined|jailbroken|blocked|complianceState|platformType)$/.test(field))
      return null;
    return (native) => String(native[field]) === value;
  };
  const all = (): Test | null => {
    const tests = [term()];
    while (tokens[at] === 'and') {
      at += 1;
      tests.push(term());
    }
    return tests.includes(null) ? null : (native) => tests.every((test) => test?.(native));
  };
  const any = (): Test | null => {
    const tests = [all()];
    while (tokens[at] === 'or') {
      at += 1;
      tests.push(all());
    }
    return tests.includes(null) ? null : (native) => tests.some((test) => test?.(native));
  };
  const test = any();
  return test === null || at < tokens.length ? null : (device) => test(describeDevice(device));
}
