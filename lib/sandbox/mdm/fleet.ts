import { mdmLogins } from '../identity.ts';
import type { Answer, Call, Route, Sandbox } from '../sandbox-context.ts';
import type { MdmDevice, MdmSystem } from './mdm-fleet.ts';
import { mdmBreach, mdmRoute, unknownParameter } from './mdm-route.ts';

const more = { faults: ['mdm-fleet'], errorOf: () => problem('A fault of the sandbox') } as const;
const base = '^\\/mdm\\/fleet\\/api\\/v1\\/fleet';

/** Fleet, as its documentation describes it. */
export const fleetRoutes: Route[] = [
  mdmRoute('fleet-hosts', new RegExp(`${base}/hosts$`), guarded(listHosts), more),
  mdmRoute('fleet-count', new RegExp(`${base}/hosts/count$`), guarded(countHosts), more),
  mdmRoute('fleet-host', new RegExp(`${base}/hosts/(\\d+)$`), guarded(readHost), more),
  mdmRoute('fleet-teams', new RegExp(`${base}/teams$`), guarded(listTeams), more),
];

function problem(reason: string) {
  return { message: reason, errors: [{ name: 'base', reason }], uuid: 'sandbox' };
}

function guarded(handle: Route['handle']): Route['handle'] {
  return (sandbox, call) => {
    const token = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '')?.[1];
    const refused = { status: 401, json: problem('Authentication required') };
    if (token === undefined)
      return mdmBreach(sandbox, 'missing_login', 'fleet: Authorization is missing', refused);
    return token === mdmLogins.fleet.token ? handle(sandbox, call) : refused;
  };
}

const teams = [
  { id: 1, name: 'Workstations' },
  { id: 2, name: 'Phones' },
];
const teamOf = ({ system }: MdmDevice) => teams[system === 'ios' || system === 'android' ? 1 : 0];
const orderKeys: Record<string, (device: MdmDevice) => number> = {
  id: ({ number }) => number,
  detail_updated_at: ({ contactAt }) => contactAt - 60_000,
  policy_updated_at: ({ contactAt }) => contactAt - 30_000,
};
const parameters = [
  ...['page', 'per_page', 'order_key', 'order_direction', 'after', 'team_id'],
  ...['populate_policies', 'device_mapping', 'disable_failing_policies', 'query', 'status'],
];

function listHosts(sandbox: Sandbox, call: Call): Answer {
  const { query } = call;
  const refused = refusalOfQuery(sandbox, call);
  if (refused !== null) return refused;
  const key = query.get('order_key') ?? 'id';
  const perPage = Number(query.get('per_page') ?? 100);
  const first = Number(query.get('page') ?? 0) * perPage;
  const now = sandbox.clock();
  const write = (device: MdmDevice) => describeHost(device, query);
  if (key === 'id' && !query.has('team_id') && query.get('order_direction') !== 'desc') {
    const numbers = sandbox.mdm.numbers('fleet').slice(first, first + perPage);
    const page = numbers.flatMap((number) => sandbox.mdm.device('fleet', number, now) ?? []);
    return { status: 200, json: { hosts: page.map(write) } };
  }
  const order = orderKeys[key] ?? (() => 0);
  const hosts = sandbox.mdm.devices('fleet', now, inTeam(query)).sort((a, b) => order(a) - order(b));
  if (query.get('order_direction') === 'desc') hosts.reverse();
  return { status: 200, json: { hosts: hosts.slice(first, first + perPage).map(write) } };
}

function inTeam(query: URLSearchParams): (device: MdmDevice) => boolean {
  const wanted = query.get('team_id');
  return (device) => wanted === null || String(teamOf(device)?.id) === wanted;
}

function refusalOfQuery(sandbox: Sandbox, call: Call): Answer | null {
  const { query } = call;
  const wrong = (text: string) =>
    mdmBreach(sandbox, 'fleet_query', text, { status: 400, json: problem(`Bad request: ${text}`) });
  const unknown = unknownParameter(call, parameters);
  if (unknown !== null) return wrong(`unexpected parameter ${unknown}`);
  for (const name of ['page', 'per_page'])
    if (!/^\d+$/.test(query.get(name) ?? '0')) return wrong(`${name} is not a number`);
  if (Number(query.get('per_page') ?? 100) < 1) return wrong('per_page is not positive');
  const key = query.get('order_key');
  if (key !== null && !(key in orderKeys)) return wrong(`cannot order by ${key}`);
  if (query.has('order_direction') && key === null) return wrong('order_direction needs order_key');
  if (query.has('after')) return wrong('use page instead of after');
  return null;
}

function countHosts(sandbox: Sandbox, { query }: Call): Answer {
  const count = query.has('team_id')
    ? sandbox.mdm.devices('fleet', sandbox.clock(), inTeam(query)).length
    : sandbox.mdm.numbers('fleet').length;
  return { status: 200, json: { count } };
}

function readHost(sandbox: Sandbox, call: Call): Answer {
  const device = sandbox.mdm.device('fleet', Number(call.params[0]), sandbox.clock());
  if (device === null) return { status: 404, json: problem('Host was not found') };
  const whole = new URLSearchParams({ populate_policies: 'true' });
  return { status: 200, json: { host: describeHost(device, whole) } };
}

function listTeams(): Answer {
  return { status: 200, json: { teams } };
}

const platforms: Record<MdmSystem, [platform: string, version: string]> = {
  macos: ['darwin', 'macOS '],
  windows: ['windows', 'Windows 11 Enterprise 24H2 '],
  linux: ['ubuntu', 'Ubuntu '],
  chromeos: ['chrome', 'ChromeOS '],
  ios: ['ios', 'iOS '],
  ipados: ['ipados', 'iPadOS '],
  android: ['android', 'Android '],
  tvos: ['tvos', 'tvOS '],
  other: ['freebsd', 'FreeBSD '],
};

/** A host as the API writes it; `query`: which of its parts. */
export function describeHost(device: MdmDevice, query: URLSearchParams): Record<string, unknown> {
  const { number, system, state, user } = device;
  const [platform, prefix] = platforms[system];
  const isMobile = system === 'ios' || system === 'android';
  const time = (at: number) => new Date(at).toISOString();
  const isCritical = state === 'quarantined' || state === 'jailbroken';
  const isFailing = state !== 'fine' && state !== 'retiring';
  const policies = [
    { id: 1, name: 'Disk encryption', critical: true, response: isCritical ? 'fail' : 'pass' },
    { id: 2, name: 'System is up to date', critical: false, response: isFailing ? 'fail' : 'pass' },
    { id: 3, name: 'Firewall', critical: false, response: '' },
  ].map((policy) => ({ ...policy, description: '', resolution: 'Settings → General', platform }));
  return {
    id: device.isDamaged ? null : number,
    uuid: device.guid.toUpperCase(),
    hostname: device.name,
    display_name: number % 6 === 5 ? '' : device.name,
    computer_name: device.name,
    platform: device.isDamaged ? '' : platform,
    os_version: `${prefix}${device.version}`,
    build: '',
    osquery_version: isMobile ? '' : '5.19.0',
    hardware_vendor: device.manufacturer,
    hardware_model: device.model,
    hardware_serial: number % 17 === 0 ? '-1' : device.serialNumber,
    seen_time: isMobile ? '2000-01-01T00:00:00Z' : time(device.contactAt),
    detail_updated_at: time(device.contactAt - 60_000),
    policy_updated_at: time(device.contactAt - 30_000),
    last_enrolled_at: time(device.enrolledAt),
    status: 'online',
    team_id: teamOf(device)?.id,
    team_name: teamOf(device)?.name,
    disk_encryption_enabled: number % 8 === 7 ? null : !isCritical,
    mdm: {
      enrollment_status: device.isCompany ? 'On (automatic)' : 'Off',
      name: 'Fleet',
      server_url: '',
      encryption_key_available: number % 2 === 0,
    },
    issues: {
      failing_policies_count: policies.filter(({ response }) => response === 'fail').length,
      total_issues_count: 0,
    },
    ...(query.get('populate_policies') === 'true' ? { policies } : {}),
    ...(query.get('device_mapping') === 'true'
      ? { device_mapping: device.isMasked ? [] : [{ email: user.mail, source: 'custom' }] }
      : {}),
  };
}
