import { usualNames } from './usual-names.ts';

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

/** Letters and digits only, in lower case; a wide letter is the same as a narrow one. */
export const plain = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const usual = new Map(
  Object.entries(usualNames).flatMap(([target, names]) =>
    names.split(' ').map((name) => [name, target as ColumnTarget] as const),
  ),
);

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
    const target = usual.get(plain(column));
    return (target && claim(taken, [target])) ?? 'ignore';
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
