import type { Database } from '#lib/db/core/database';
import { countDevices } from '#lib/db/device-list/count-devices';
import {
  claimCounting,
  currentFacetCounts,
  type FacetCountRow,
  finishCounting,
  storeFacetCounts,
} from '#lib/db/device-list/facet-counts';
import { boundedCount } from '#lib/domain/bounded-count';
import { accessStates } from '#lib/domain/devices/access';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import {
  type DeviceCriteria,
  isGiven,
  type RareFilter,
  rareFilters,
  rareFiltersOf,
  resolveCriteria,
} from '#lib/domain/devices/device-criteria';
import {
  facetFlags,
  facetTerms,
  flagHolds,
  termMatches,
  unpackFacet,
} from '#lib/domain/devices/device-facet';
import { traitFilters } from '#lib/domain/devices/device-traits';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import type { DeviceCounts } from '../contract/device-counts.ts';

const countedUpTo = 10_000;

/** How many devices a filter finds, and how many with each value in place of its own. */
export async function countByFacet(db: Database, filter: DeviceCriteria, now: Date): Promise<DeviceCounts> {
  if (asksForMore(filter)) {
    const counted = await countDevices(db, resolveCriteria(filter, now), countedUpTo + 1);
    const { value, exact } = boundedCount(counted, countedUpTo);
    return { countedAt: null, total: value, exact, by: null };
  }
  const [rare] = rareFiltersOf(filter);
  const others = rare === undefined ? [] : rareFilters.filter((name) => name !== rare);
  const [{ countedAt, rows }, ...both] = await Promise.all([
    currentFacetCounts(db),
    // Each is counted alone; of what is rare, the few that are both are soon counted.
    ...others.map((name) => countDevices(db, resolveCriteria({ ...filter, [name]: true }, now), countedUpTo)),
  ]);
  const besides = Object.fromEntries(others.map((name, index) => [name, both[index] ?? 0]));
  return { countedAt, exact: true, ...tally(rows, filter, besides) };
}

function asksForMore(filter: DeviceCriteria): boolean {
  const { q, id, policy, tag, lastCheckInBefore, lastReportedBefore } = filter;
  return (
    // Each is counted alone.
    rareFiltersOf(filter).length > 1 ||
    q !== undefined ||
    [id, policy, tag, ...traitFilters.map((name) => filter[name])].some(isGiven) ||
    lastCheckInBefore !== undefined ||
    lastReportedBefore !== undefined
  );
}

type By = NonNullable<DeviceCounts['by']>;

/** `besides`: devices of a filter of rare ones that are rare in another way, too */
function tally(
  rows: readonly FacetCountRow[],
  filter: DeviceCriteria,
  besides: Partial<Record<RareFilter, number>>,
): { total: number; by: By } {
  const terms = facetTerms(filter);
  const feeds = filter.feed !== undefined && filter.feed.length > 0 ? new Set(filter.feed) : null;
  const [rare] = rareFiltersOf(filter);
  const by = { ...nothing(rows), ...besides };
  let total = 0;
  for (const row of rows) {
    const { facet, feed } = row;
    const count = rare === undefined ? row.count : row[rare];
    const failed: (keyof By)[] = terms.filter((term) => !termMatches(facet, term)).map(({ field }) => field);
    if (feeds !== null && !feeds.has(feed)) failed.push('feed');
    if (failed.length > 1) continue;
    if (failed.length === 0) {
      total += count;
      for (const name of rareFilters) if (rare === undefined || rare === name) by[name] += row[name];
    }
    // What fails in one thing only counts there: its own selection is ignored.
    const counts = (name: keyof By) => failed.length === 0 || failed[0] === name;
    const unpacked = unpackFacet(facet);
    const { reportTimeBlank: _sortedBy, losesAccess: _ofFlag, drift, ...values } = unpacked;
    for (const name of Object.keys(values) as (keyof typeof values)[]) {
      if (counts(name)) add(by[name], values[name] ?? 'blank', count);
    }
    if (counts('feed')) add(by.feed, feed, count);
    if (drift && counts('drift')) by.drift += count;
    for (const name of facetFlags) {
      if (counts(name) && flagHolds(name, unpacked)) by[name] += count;
    }
  }
  return { total, by };
}

function add(counts: Record<string, number>, value: string, count: number): void {
  counts[value] = (counts[value] ?? 0) + count;
}

function nothing(rows: readonly FacetCountRow[]): By {
  return {
    verdict: zeros(verdicts),
    azureComplianceStatus: zeros([...azureComplianceStatuses, 'blank']),
    clientStatusCode: zeros([...clientStatusCodes, 'blank']),
    os: zeros(operatingSystems),
    managementState: zeros(managementStates),
    access: zeros(accessStates),
    entraProblem: zeros([...entraProblems, 'blank']),
    channel: zeros(channels),
    feed: zeros([...new Set(rows.map(({ feed }) => feed))].toSorted()),
    drift: 0,
    entraDisagrees: 0,
    neverReported: 0,
    userHasToAct: 0,
    azureIdTaken: 0,
    missing: 0,
    restored: 0,
  };
}

function zeros<const V extends string>(values: readonly V[]): Record<V, number> {
  return Object.fromEntries(values.map((value) => [value, 0])) as Record<V, number>;
}

/** Counted this often, unless that would take more than a twentieth of the time. */
const rule = { everyMs: 15_000, rest: 20 };

/** Counts all devices by facet, where it is time and no other worker is at it; returns whether it did. */
export async function countFacets(db: Database, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await claimCounting(tx, now, rule))) return false;
    const start = performance.now();
    await storeFacetCounts(tx);
    await finishCounting(tx, now, Math.ceil(performance.now() - start));
    return true;
  });
}
