/** What a column can be, in the words of a check-in; see `lib/sources/imports/plain-columns.ts`. */
export const columnTargets = [
  'externalId',
  'checkedInAt',
  'observedAt',
  'device.name',
  'device.serialNumber',
  'device.os',
  'device.osVersion',
  'device.manufacturer',
  'device.model',
  'device.ownership',
  'device.encrypted',
  'device.passcodeSet',
  'device.compromised',
  'user.principalName',
  'user.displayName',
  'user.azureUserId',
  'violations.0.policy',
  'violations.0.action',
  'violations.0.since',
  'azure.deviceId',
  'azure.clientStatusCode',
  'azure.userPrincipalName',
] as const;
export type ColumnTarget = (typeof columnTargets)[number];

/** `ignore`: left out; `attribute`: kept under its own name, for policies */
export type ColumnUse = ColumnTarget | 'ignore' | 'attribute';

/** Without these, no record can be taken. */
export const neededTargets = ['externalId', 'checkedInAt', 'device.os'] as const satisfies ColumnTarget[];

/** Names that exports of MDMs and inventories give their columns, without blanks and signs. */
const usualNames: Partial<Record<ColumnTarget, readonly string[]>> = {
  externalId: ['id', 'deviceid', 'udid', 'uuid', 'guid', 'hostid', 'mdmid'],
  checkedInAt: [
    'lastcheckin',
    'lastcheckindate',
    'lastseen',
    'lastcontact',
    'lastsync',
    'lastsyncdatetime',
    'lastinventoryupdate',
  ],
  'device.name': ['name', 'devicename', 'hostname', 'computername', 'displayname'],
  'device.serialNumber': ['serial', 'serialnumber', 'serialno', 'hardwareserial'],
  'device.os': ['os', 'platform', 'platformtype', 'operatingsystem', 'system'],
  'device.osVersion': ['osversion', 'platformversion', 'operatingsystemversion', 'version'],
  'device.manufacturer': ['manufacturer', 'vendor', 'make', 'hardwarevendor'],
  'device.model': ['model', 'devicemodel', 'hardwaremodel', 'prettymodel'],
  'device.ownership': ['ownership', 'ownershiptype', 'owner'],
  'device.encrypted': ['encrypted', 'isencrypted', 'encryption', 'diskencryption'],
  'device.passcodeSet': ['passcode', 'passcodeset', 'passcodepresent', 'haspasscode'],
  'device.compromised': ['compromised', 'jailbroken', 'rooted'],
  'user.principalName': [
    'user',
    'upn',
    'userprincipalname',
    'email',
    'emailaddress',
    'useremail',
    'principalname',
  ],
  'user.displayName': ['username', 'userdisplayname', 'fullname', 'realname'],
  'violations.0.policy': ['policy', 'violatedpolicy', 'violation'],
  'violations.0.action': ['action'],
  'azure.deviceId': ['azuredeviceid', 'azureaddeviceid', 'azureadid', 'entradeviceid', 'aaddeviceid'],
  'azure.clientStatusCode': ['clientstatuscode', 'azureclientstatuscode'],
  'azure.userPrincipalName': ['azureuserprincipalname', 'azureuserupn'],
};

const plain = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What the columns of a file probably are. No two are the same; what is not known is left out. */
export function guessUses(columns: readonly string[]): ColumnUse[] {
  const taken = new Set<ColumnTarget>();
  const exact = columns.map((column) =>
    claim(
      taken,
      columnTargets.filter((target) => plain(target) === plain(column)),
    ),
  );
  return columns.map((column, index) => {
    const known = exact[index];
    if (known !== undefined) return known;
    const usual = columnTargets.filter((target) => usualNames[target]?.includes(plain(column)));
    return claim(taken, usual) ?? 'ignore';
  });
}

function claim(taken: Set<ColumnTarget>, targets: readonly ColumnTarget[]): ColumnTarget | undefined {
  const free = targets.find((target) => !taken.has(target));
  if (free !== undefined) taken.add(free);
  return free;
}

/** A column's name in the file that is sent; empty: Tenko leaves it out. */
export function sentName(column: string, use: ColumnUse): string {
  if (use === 'ignore') return '';
  return use === 'attribute' ? `device.attributes.${column.trim()}` : use;
}

/** What is needed and chosen for no column, and what is chosen twice. */
export function problemsOfUses(uses: readonly ColumnUse[]): {
  missing: ColumnTarget[];
  twice: ColumnTarget[];
} {
  const chosen = (target: ColumnTarget) => uses.filter((use) => use === target).length;
  return {
    missing: neededTargets.filter((target) => chosen(target) === 0),
    twice: columnTargets.filter((target) => chosen(target) > 1),
  };
}

const tenkoColumns = ['externalId', 'lastCheckInAt', 'os', 'verdict'];
const ivantiColumns = [
  'platformtype',
  'lastcheckin',
  'registrationstate',
  'devicename',
  'platformversion',
  'ownershiptype',
];

/** Whose export a file is, by its columns; null: anybody else's. */
export function guessMapping(columns: readonly string[]): 'ivanti_export' | 'tenko_export' | null {
  if (tenkoColumns.every((name) => columns.includes(name))) return 'tenko_export';
  const names = columns.map(plain);
  return ivantiColumns.filter((name) => names.includes(name)).length >= 3 ? 'ivanti_export' : null;
}
