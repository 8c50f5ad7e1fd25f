import { durationMs } from '../text/age.ts';
import { compareVersionKeys, versionKeyOf } from './version-key.ts';

/** A version that a list knows, and of which models. */
export interface ListedVersion {
  version: string;
  /** ISO 8601: a date, which begins in UTC, or a time */
  releasedAt: string;
  /** Left out: of all models that no other version of the list names */
  models?: string[] | undefined;
}

export interface VersionList {
  versions: readonly ListedVersion[];
  /** Since when these are its versions, in ms: by them nothing began before */
  savedAtMs: number;
}

/** By the id of the list */
export type VersionLists = ReadonlyMap<string, VersionList>;

export const noVersionLists: VersionLists = new Map();

/** What a condition on a list compares with. */
export interface BehindList {
  listId: string;
  /** So many of the newest versions are fine: 2 is the newest one and the one before */
  keep: number;
  /** ISO 8601 duration from its release until a version counts */
  after: string;
}

export const mostVersions = 500;
export const mostModels = 200;
export const mostKept = 20;
export const longestAfterMs = 3660 * 24 * 60 * 60_000;

/** From a moment on, a version that is older than `key` is behind. */
interface Threshold {
  atMs: number;
  key: readonly number[];
}

/** The thresholds of a condition in the order of time. They only rise: versions come, and none goes. */
export type Thresholds = readonly Threshold[];

export interface CompiledList {
  /** Of the models that it names, in lower case */
  byModel: ReadonlyMap<string, Thresholds>;
  /** Of all other models */
  others: Thresholds;
}

const emptyList: CompiledList = { byModel: new Map(), others: [] };

/** What a list means for each model. A model that any version names has only the versions that name it. */
export function compileList({ listId, keep, after }: BehindList, lists: VersionLists): CompiledList {
  const list = lists.get(listId);
  if (list === undefined) return emptyList;
  const afterMs = durationMs(after) ?? 0;
  const byModel = new Map<string, Threshold[]>();
  const others: Threshold[] = [];
  for (const { version, releasedAt, models } of list.versions) {
    const counts = { atMs: Date.parse(releasedAt) + afterMs, key: versionKeyOf(version) ?? [] };
    if (models === undefined) others.push(counts);
    for (const model of models ?? []) {
      const key = model.toLowerCase();
      byModel.set(key, [...(byModel.get(key) ?? []), counts]);
    }
  }
  return {
    byModel: new Map([...byModel].map(([model, counted]) => [model, thresholdsOf(counted, keep)])),
    others: thresholdsOf(others, keep),
  };
}

function thresholdsOf(counted: readonly Threshold[], keep: number): Thresholds {
  const newest: (readonly number[])[] = [];
  const thresholds: Threshold[] = [];
  for (const { atMs, key } of counted.toSorted((a, b) => a.atMs - b.atMs)) {
    const place = newest.findIndex((other) => compareVersionKeys(key, other) > 0);
    newest.splice(place < 0 ? newest.length : place, 0, key);
    const limit = newest[keep - 1];
    const last = thresholds.at(-1);
    if (limit === undefined || (last !== undefined && compareVersionKeys(limit, last.key) === 0)) continue;
    if (last?.atMs === atMs) thresholds.pop();
    thresholds.push({ atMs, key: limit });
  }
  return thresholds;
}

export function thresholdsFor({ byModel, others }: CompiledList, model: string | null): Thresholds {
  return (model === null ? undefined : byModel.get(model.toLowerCase())) ?? others;
}

/** What a version must not be older than at a moment; null: too few versions count by then. */
export function thresholdAt(thresholds: Thresholds, nowMs: number): readonly number[] | null {
  return thresholds.findLast(({ atMs }) => atMs <= nowMs)?.key ?? null;
}

/** When it is known whether a version is behind, and when it is behind, as far as it ever is. */
export function thresholdTimes(thresholds: Thresholds, key: readonly number[]): number[] {
  const known = thresholds[0];
  const behind = thresholds.find((threshold) => compareVersionKeys(key, threshold.key) < 0);
  return [known, behind].flatMap((threshold) => (threshold === undefined ? [] : [threshold.atMs]));
}

/** The lists as they are once every version has been out for long enough. */
export function afterAllReleases(lists: VersionLists): VersionLists {
  const released = new Date(0).toISOString();
  return new Map(
    [...lists].map(([id, { versions, savedAtMs }]) => [
      id,
      { savedAtMs, versions: versions.map((version) => ({ ...version, releasedAt: released })) },
    ]),
  );
}
