import { type DeviceCriteria, isGiven, rareFiltersOf } from '#lib/domain/devices/device-criteria';
import { facetBits, facetTerms, feedHashBits } from '#lib/domain/devices/device-facet';
import { foldForSearch, searchLines, systemWord } from '#lib/domain/devices/search-text';
import { nameKeyOf } from '#lib/domain/text/name-key';
import { checkedAlong, lookedUpAtOnce, textToCheck } from '../core/plan-hints.ts';
import { escapeLike, Prisma } from '../core/prisma.ts';
import { waitsAfterRestore } from '../devices/device-columns.ts';
import { hasTraits } from './device-traits.ts';

const hashMask = Prisma.raw(String(2 ** feedHashBits - 1));

/** The filter narrows by what facets distinguish. */
export function narrowsFacets(filter: DeviceCriteria): boolean {
  return isGiven(filter.feed) || facetTerms(filter).length > 0;
}

export function narrowsPolicies(filter: DeviceCriteria): boolean {
  return isGiven(filter.policy);
}

export function narrowsTags(filter: DeviceCriteria): boolean {
  return isGiven(filter.tag);
}

/** A condition on a facet for each thing that the filter asks of it. With a feed, `feedConditions` must hold as well. */
export function facetConditions(filter: DeviceCriteria, facet: Prisma.Sql): Prisma.Sql[] {
  const terms = facetTerms(filter).map(({ any }) => any);
  const only = apart(terms.flatMap((any) => (any.length === 1 && any[0]?.codes.length === 1 ? any : [])));
  const mask = only.reduce((all, term) => all | term.mask, 0);
  const value = only.reduce((all, { codes }) => all | (codes[0] ?? 0), 0);
  const oneOf = ({ mask: bits, codes }: { mask: number; codes: readonly number[] }) =>
    Prisma.sql`(${facet} & ${bits}::bigint) = ANY(${[...codes]}::bigint[])`;
  return [
    ...(mask === 0 ? [] : [Prisma.sql`(${facet} & ${mask}::bigint) = ${value}::bigint`]),
    ...terms
      .filter((any) => !any.some((codes) => only.includes(codes)))
      .map((any) => Prisma.sql`(${Prisma.join(any.map(oneOf), ' OR ')})`),
    ...(isGiven(filter.feed) ? [Prisma.sql`(${facet} >> ${facetBits}) = ANY(${feedHashes(filter)})`] : []),
  ];
}

/** On `devices d`: one of the facets that match, of which PostgreSQL has statistics. */
export function inFacets(facets: readonly number[]): Prisma.Sql {
  return Prisma.sql`d.facet = ANY(${[...facets]}::bigint[])`;
}

/** Those that are about bits of their own: two values of the same bits do not become a third one. */
function apart<Term extends { mask: number }>(terms: readonly Term[]): Term[] {
  let taken = 0;
  return terms.filter(({ mask }) => {
    const isFree = (taken & mask) === 0;
    if (isFree) taken |= mask;
    return isFree;
  });
}

/** The bits of a feed's name that a facet holds, as the generated column computes them. */
export function feedHash(name: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(hashtextextended(${name}, 0) & ${hashMask})`;
}

function feedHashes(filter: DeviceCriteria): Prisma.Sql {
  return Prisma.sql`ARRAY(SELECT ${feedHash(Prisma.sql`feed`)} FROM unnest(${filter.feed}::text[]) feed)`;
}

/**
 * Facets hold a hash of the feed. If another feed has the hash of a wanted one, this compares the feed of each device as
 * well. Otherwise the subquery on `devices` never runs, so that a scan may stay within its index. `id`: the device's.
 */
export function feedConditions(filter: DeviceCriteria, id: Prisma.Sql): Prisma.Sql[] {
  if (!isGiven(filter.feed)) return [];
  const another = Prisma.sql`SELECT 1 FROM feeds o
    WHERE o.name <> ALL(${filter.feed}::text[]) AND ${feedHash(Prisma.sql`o.name`)} = ANY(${feedHashes(filter)})`;
  const isWanted = Prisma.sql`SELECT own.feed = ANY(${filter.feed}::text[]) FROM devices own WHERE own.id = ${id}`;
  return [Prisma.sql`(NOT EXISTS (${another}) OR (${isWanted}))`];
}

type TimeBound = 'lastCheckInBefore' | 'lastReportedBefore';
const timeColumns = {
  lastCheckInBefore: 'last_check_in_at',
  lastReportedBefore: 'last_reported_at',
} as const;

/** On `devices`, in the words of its partial indexes, which are scanned where this is asked. */
export function rareConditions(filter: DeviceCriteria, alias: string): Prisma.Sql[] {
  return [
    ...(filter.azureIdTaken ? [Prisma.raw(`${alias}.azure_id_taken_by IS NOT NULL`)] : []),
    ...(filter.missing ? [Prisma.raw(`${alias}.missing_since IS NOT NULL`)] : []),
    ...(filter.restored ? [waitsAfterRestore(alias)] : []),
  ];
}

/** The filter asks for what few devices have: indexes of their own hold only those. */
export function narrowsToRare(filter: DeviceCriteria): boolean {
  return rareFiltersOf(filter).length > 0;
}

/** Bounds of times, but for one that something else sees to. */
export function timeConditions(filter: DeviceCriteria, alias: string, except?: TimeBound): Prisma.Sql[] {
  return (Object.keys(timeColumns) as TimeBound[])
    .filter((bound) => bound !== except && filter[bound] !== undefined)
    .map(
      (bound) => Prisma.sql`${Prisma.raw(`${alias}.${timeColumns[bound]}`)} < ${filter[bound]}::timestamptz`,
    );
}

/** On `device_policies p`. What narrows a policy further is looked at in its rows: no index is needed for that. */
export function ofPolicies({ policy, policyAction }: DeviceCriteria): Prisma.Sql {
  const named = Prisma.sql`p.policy = ANY(${policy})`;
  return isGiven(policyAction) ? Prisma.sql`${named} AND p.step = ANY(${policyAction})` : named;
}

/** On `devices d`. */
export function policyConditions(filter: DeviceCriteria): Prisma.Sql[] {
  if (!narrowsPolicies(filter)) return [];
  return [Prisma.sql`d.id IN (SELECT p.device_id FROM device_policies p WHERE ${ofPolicies(filter)})`];
}

/** Looks at one device's policies by its id: never turned into a search of all that violate them. */
export function violates(filter: DeviceCriteria, id: Prisma.Sql): Prisma.Sql[] {
  const own = Prisma.sql`p.device_id = ${id} AND ${ofPolicies(filter)}`;
  if (!narrowsPolicies(filter)) return [];
  return [Prisma.sql`(SELECT true FROM device_policies p WHERE ${own} LIMIT 1)`];
}

/** The filter asks for what devices are called by. */
export function narrowsTexts({ q, id }: DeviceCriteria): boolean {
  return q !== undefined || isGiven(id);
}

export const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a filter asks of `device_search` under this alias. */
export function textLike({ q, id }: DeviceCriteria, alias: string): Prisma.Sql {
  const text = Prisma.raw(`${alias}.text`);
  return allOf([
    ...(isGiven(id) ? [textHas(id ?? [], alias)] : []),
    ...(q === undefined ? [] : [termLike(q, text)]),
  ]);
}

/** One of the lines of a text is one of the values, as an index of whole lines knows them; or it is the device's own id. */
export function textHas(values: readonly string[], alias: string): Prisma.Sql {
  const folded = values.map(foldForSearch);
  const own = folded.filter((value) => uuidShape.test(value));
  const has = Prisma.sql`${Prisma.raw(textLines(alias))} && ${lookedUpAtOnce(folded)}`;
  if (own.length === 0) return has;
  return Prisma.sql`(${has} OR ${Prisma.raw(`${alias}.device_id`)} = ANY(${own}::uuid[]))`;
}

/** As the index of whole lines has it. */
export const textLines = (alias: string) => String.raw`string_to_array(${alias}.text, E'\n')`;
/** A filter whose tags are looked up: PostgreSQL then knows how many devices to expect, and takes the index for few. */
export interface TaggedCriteria extends DeviceCriteria {
  tags?: { ids: readonly string[]; devices: number };
}

/** The ids of the filter's tags. */
function tagIds(filter: TaggedCriteria): Prisma.Sql {
  if (filter.tags) return Prisma.sql`${filter.tags.ids}::uuid[]`;
  return Prisma.sql`ARRAY(SELECT g.id FROM tags g WHERE g.key = ANY(${(filter.tag ?? []).map(nameKeyOf)}))`;
}

/** Devices that have one of the tags, each once. */
export function taggedDevices(filter: TaggedCriteria): Prisma.Sql {
  const distinct = Prisma.raw((filter.tag?.length ?? 0) > 1 ? 'DISTINCT' : '');
  return Prisma.sql`SELECT ${distinct} t.device_id AS id FROM device_tags t WHERE t.tag_id = ANY(${tagIds(filter)})`;
}

/** Looks for the tags of one device by its id: never turned into a search of all that have them. */
export function tagConditions(filter: TaggedCriteria, id: Prisma.Sql): Prisma.Sql[] {
  if (!narrowsTags(filter)) return [];
  return [
    Prisma.sql`(SELECT true FROM device_tags t WHERE t.device_id = ${id} AND t.tag_id = ANY(${tagIds(filter)}) LIMIT 1)`,
  ];
}

/** Any line of a search, all words of a line in any order. */
function termLike(q: string, text: Prisma.Sql): Prisma.Sql {
  const lines = searchLines(q).map((words) => allOf(words.map((word) => wordLike(word, text))));
  // Only invisible characters: they narrow nothing.
  if (lines.length === 0) return Prisma.sql`true`;
  return lines.length === 1 ? (lines[0] as Prisma.Sql) : Prisma.sql`((${Prisma.join(lines, ') OR (')}))`;
}

/** All runs of three letters of a whole id are common: a third of them is found much faster, and finds hardly more. */
function wordLike(word: string, text: Prisma.Sql): Prisma.Sql {
  const whole = `%${escapeLike(word)}%`;
  if (!uuidShape.test(word)) return Prisma.sql`${text} LIKE ${whole}`;
  return Prisma.sql`(${text} LIKE ${`%${word.slice(-12)}%`} AND ${textToCheck(text)} LIKE ${whole})`;
}

/** On `device_search s`, for its index. */
export function textConditions(filter: DeviceCriteria): Prisma.Sql {
  const systems = filter.q === undefined ? [] : (filter.os ?? []);
  const words = systems.map((one) => Prisma.sql`s.text LIKE ${`%${systemWord(one)}%`}`);
  const text = textLike(filter, 's');
  return words.length === 0 ? text : Prisma.sql`${text} AND (${Prisma.join(words, ' OR ')})`;
}

/** Looks at one device's text by its id: never turned into a search of all texts. */
export function textMatches(filter: DeviceCriteria, id: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT ${textLike(filter, 's')} FROM device_search s WHERE s.device_id = ${id})`;
}

/** A device is among all whose texts match, found first and kept by their ids. */
export function textIsFound(filter: DeviceCriteria, id: Prisma.Sql): Prisma.Sql {
  const found = Prisma.sql`SELECT s.device_id FROM device_search s WHERE ${textConditions(filter)}`;
  return checkedAlong(Prisma.sql`${id} IN (${found})`);
}

export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], ' AND ');
}

/**
 * The whole filter, its ages resolved, as a condition on `devices d`: for what takes all that match, at once. `facets`: those that
 * match, of which PostgreSQL has statistics; null: they are computed.
 */
export function whereOf(filter: DeviceCriteria, facets: readonly number[] | null = null): Prisma.Sql {
  return allOf([
    ...(facets ? [inFacets(facets)] : facetConditions(filter, Prisma.sql`d.facet`)),
    ...(isGiven(filter.feed) ? [Prisma.sql`d.feed = ANY(${filter.feed}::text[])`] : []),
    ...timeConditions(filter, 'd'),
    ...rareConditions(filter, 'd'),
    ...policyConditions(filter),
    ...(narrowsTags(filter) ? [Prisma.sql`d.id IN (${taggedDevices(filter)})`] : []),
    ...hasTraits(filter, Prisma.raw('d.id')),
    ...(narrowsTexts(filter)
      ? [Prisma.sql`d.id IN (SELECT s.device_id FROM device_search s WHERE ${textLike(filter, 's')})`]
      : []),
  ]);
}
