import type { SourceRecord } from '#lib/domain/sources/source-reader';
import {
  checkIn,
  checkInAzure,
  checkInDevice,
  checkInUser,
  checkInViolation,
} from '../../contract/check-in.ts';
import { boundedPath } from '../../contract/field-errors.ts';
import { TenkoError } from '../../errors.ts';

const groups = ['device', 'user', 'azure'] as const;
const keysOf = ({ shape }: { shape: object }) =>
  Object.keys(shape).filter((key) => ![...groups, 'violations', 'attributes'].some((one) => one === key));
/** Every column but those with a name of the file's own, in lower case and as it is written */
const known = new Map(
  [
    ...keysOf(checkIn),
    ...Object.entries({ device: checkInDevice, user: checkInUser, azure: checkInAzure }).flatMap(
      ([group, schema]) => keysOf(schema).map((key) => `${group}.${key}`),
    ),
  ].map((path) => [path.toLowerCase(), path]),
);
const needed = ['externalId', 'checkedInAt', 'device.os'];
const times = ['checkedInAt', 'observedAt'];
const flags = ['device.encrypted', 'device.passcodeSet', 'device.compromised'];
const violationKeys = keysOf(checkInViolation);
const mostViolations = 200;
const mostColumns = 1000;
const attribute = /^device\.attributes\.(.+)$/is;
const violation = new RegExp(String.raw`^violations\.(\d{1,3})\.(${violationKeys.join('|')})$`, 'i');

const allowed = [
  ...known.values(),
  'device.attributes.KEY',
  ...violationKeys.map((key) => `violations.0.${key}`),
];

type Group = (typeof groups)[number];
type Place =
  | { kind: 'value'; group: Group | null; key: string; read: 'flag' | 'time' | 'text' }
  | { kind: 'attribute'; key: string }
  | { kind: 'violation'; at: number; key: string };
type TimeOf = (text: string) => string | null;

/** Cells as check-ins, by the columns of a file. Throws `invalid_input` naming each column that is unknown, missing, or there twice. */
export function plainColumns(
  columns: readonly string[],
  timeOf: TimeOf,
): (cells: readonly string[]) => SourceRecord {
  const names = columns.map((column) => column.trim());
  const places = names.map((name) => (name === '' ? null : placeOf(name)));
  const unknown = names.filter((name, index) => name !== '' && places[index] === null);
  const asked = names.map(plainName);
  const twice = names.filter((name, index) => name !== '' && asked.indexOf(plainName(name)) !== index);
  const missing = needed.filter((path) => !asked.includes(path.toLowerCase()));
  const errors = [
    ...unknown.map((path) => ({ path, code: 'unknown_column', message: 'is no column of a check-in' })),
    ...twice.map((path) => ({ path, code: 'column_twice', message: 'is there twice' })),
    ...missing.map((path) => ({ path, code: 'column_missing', message: 'is missing' })),
  ];
  if (columns.length > mostColumns) {
    errors.unshift({ path: '', code: 'too_many_columns', message: `has more than ${mostColumns} columns` });
  }
  if (errors.length > 0) throw refusedColumns(errors);
  return (cells) => ({ checkIn: checkInOf(places, cells, timeOf) });
}

/** Names what is wrong with the columns, and which there may be. */
export function refusedColumns(
  all: { path: string; code: string; message: string }[],
  columns: readonly string[] = allowed,
): TenkoError {
  const errors = all.slice(0, 20).map(({ path, ...rest }) => ({ path: boundedPath(path), ...rest }));
  const words = errors.map(({ path, message }) =>
    path === '' ? `The file ${message}` : `“${path}” ${message}`,
  );
  return new TenkoError('invalid_input', `${words.join('; ')}. Columns: ${columns.join(', ')}.`, { errors });
}

/** Letter case makes no other column, except in the name of an attribute. */
function plainName(name: string): string {
  const key = attribute.exec(name)?.[1];
  return key === undefined ? name.toLowerCase() : `device.attributes.${key}`;
}

function placeOf(name: string): Place | null {
  const path = known.get(name.toLowerCase());
  if (path !== undefined) {
    const [first = '', second] = path.split('.');
    const group = groups.find((one) => one === first) ?? null;
    return { kind: 'value', group, key: second ?? first, read: readingOf(path) };
  }
  const attributeKey = attribute.exec(name)?.[1];
  if (attributeKey !== undefined) return { kind: 'attribute', key: attributeKey };
  const [, at = '', given = ''] = violation.exec(name) ?? [];
  const key = violationKeys.find((one) => one.toLowerCase() === given.toLowerCase());
  return key === undefined || Number(at) >= mostViolations
    ? null
    : { kind: 'violation', at: Number(at), key };
}

function readingOf(path: string): 'flag' | 'time' | 'text' {
  if (times.includes(path)) return 'time';
  return flags.includes(path) ? 'flag' : 'text';
}

/** An empty cell is none. A violation without any cell is none, too. */
function checkInOf(
  places: readonly (Place | null)[],
  cells: readonly string[],
  timeOf: TimeOf,
): Record<string, unknown> {
  const top: Record<string, unknown> = {};
  const inGroup = new Map<Group, Record<string, unknown>>();
  const attributes: [string, unknown][] = [];
  const violations = new Map<number, Record<string, unknown>>();
  for (const [index, place] of places.entries()) {
    if (place === null) continue;
    const text = cells[index]?.trim() || null;
    if (place.kind === 'attribute') attributes.push([place.key, attributeOf(text)]);
    else if (place.kind === 'value') {
      const value = readCell(text, place.read, timeOf);
      (place.group === null ? top : within(inGroup, place.group))[place.key] = value;
    } else if (text !== null)
      within(violations, place.at)[place.key] = place.key === 'since' ? (timeOf(text) ?? text) : text;
  }
  // Unlike an assignment, this makes a key of `__proto__`, too.
  if (attributes.length > 0) within(inGroup, 'device').attributes = Object.fromEntries(attributes);
  const listed = [...violations].toSorted(([one], [other]) => one - other).map(([, violation]) => violation);
  return { ...top, ...Object.fromEntries(inGroup), violations: listed };
}

function within<K>(records: Map<K, Record<string, unknown>>, key: K): Record<string, unknown> {
  const known = records.get(key);
  if (known !== undefined) return known;
  const made = {};
  records.set(key, made);
  return made;
}

/** A time that cannot be read is left to the check-in, which refuses it. */
function readCell(text: string | null, read: 'flag' | 'time' | 'text', timeOf: TimeOf) {
  if (read === 'flag') return flagOf(text);
  return read === 'time' && text !== null ? (timeOf(text) ?? text) : text;
}

/** In the ways in which spreadsheets write it; anything else is left to the check-in, which warns of it. */
function flagOf(text: string | null): string | boolean | null {
  const word = text?.toLowerCase() ?? '';
  if (['true', 'yes', '1'].includes(word)) return true;
  return ['false', 'no', '0'].includes(word) ? false : text;
}

/** A number that is no number of a phone or a part, which may begin with a zero or be very long, stays text. */
function attributeOf(text: string | null): string | number | boolean | null {
  if (text === null) return null;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^-?(?:0|[1-9]\d{0,11})(?:\.\d{1,9})?$/.test(text) ? Number(text) : text;
}
