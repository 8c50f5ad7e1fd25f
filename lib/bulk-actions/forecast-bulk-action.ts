import { countBy, intersection, sumBy } from 'es-toolkit';
import { selectFactsOfMatching, selectFactsOfNamed } from '#lib/db/bulk-actions/bulk-forecast';
import type { Database } from '#lib/db/core/database';
import { countDevices } from '#lib/db/device-list/count-devices';
import { boundedCount, mostFirst } from '#lib/domain/bounded-count';
import { graphChannels, reportingChannels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { type DeviceCriteria, resolveCriteria } from '#lib/domain/devices/device-criteria';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import { type ForecastFacts, type ForecastReason, forecastOf } from '#lib/domain/reports/bulk-forecast';
import { managementStates } from '#lib/domain/reports/report-status';
import type { BulkForecast, BulkForecastBody } from '../contract/bulk-forecast.ts';

/** Up to here each device is looked at; of more, each reason is counted up to here. */
const usualBound = 10_000;

type Reason = BulkForecast['reasons'][number];

/** Which devices a bulk action would not do as they are now, and why. Changes nothing. */
export async function forecastBulkAction(
  db: Database,
  { kind, deviceIds = [], filter }: BulkForecastBody,
  now: Date,
  most = usualBound,
): Promise<BulkForecast> {
  if (filter === undefined) {
    const named = [...new Set(deviceIds)];
    const devices = await selectFactsOfNamed(db, named);
    const gone = named.length - devices.length;
    return summary([...tally(kind, devices), ...(gone > 0 ? [exactly('gone', gone)] : [])]);
  }
  const criteria = resolveCriteria(filter, now);
  if ((await countDevices(db, criteria, most + 1)) <= most) {
    return summary(tally(kind, await selectFactsOfMatching(db, criteria, most)));
  }
  if (kind === 'move_azure_id') return summary(await notToMove(db, criteria));
  return summary(await counted(db, criteria, narrowings[kind], most));
}

function tally(kind: BulkActionKind, devices: readonly ForecastFacts[]): Reason[] {
  const reasons = devices.map((device) => forecastOf(kind, device)).filter((reason) => reason !== null);
  return Object.entries(countBy(reasons, (reason) => reason)).map(([reason, count]) =>
    exactly(reason as ForecastReason, count),
  );
}

function exactly(reason: ForecastReason, value: number): Reason {
  return { reason, count: { value, exact: true } };
}

function summary(reasons: readonly Reason[]): BulkForecast {
  const there = reasons.filter(({ count }) => count.value > 0);
  return {
    notPossible: {
      value: sumBy(there, ({ count }) => count.value),
      exact: there.every(({ count }) => count.exact),
    },
    reasons: mostFirst(there),
  };
}

const managed = { managementState: managementStates.filter((state) => state !== 'retired') };
const reachable = { ...managed, channel: [...reportingChannels] };
/** A retirement needs no working client. */
const toJudge = { ...reachable, verdict: ['compliant', 'noncompliant'] } satisfies DeviceCriteria;
const connected = { ...reachable, clientStatusCode: ['Success'] } satisfies DeviceCriteria;
const notConnected = clientStatusCodes.filter((code) => code !== 'Success');

/** The obstacles as filters that share no device: `obstacleOf` for fleets of which not every device is looked at. */
const narrowings = {
  report: {
    retired: { managementState: ['retired'] },
    no_channel: { ...managed, channel: ['none'] },
    no_client_status: { ...toJudge, clientStatusCode: ['blank'] },
    client_status: { ...toJudge, clientStatusCode: notConnected },
    azure_id_taken: { ...connected, azureIdTaken: true },
    device_not_in_entra: { ...connected, channel: [...graphChannels], entraProblem: ['not_in_entra'] },
  },
  retire: { already_retired: { verdict: ['retired'] } },
} satisfies Record<Exclude<BulkActionKind, 'move_azure_id'>, Partial<Record<ForecastReason, DeviceCriteria>>>;

async function counted(
  db: Database,
  filter: DeviceCriteria,
  by: Partial<Record<ForecastReason, DeviceCriteria>>,
  most: number,
): Promise<Reason[]> {
  const reasons: Reason[] = [];
  for (const [reason, narrowing] of Object.entries(by)) {
    const both = narrow(filter, narrowing);
    const count = both === null ? 0 : await countDevices(db, both, most + 1);
    reasons.push({ reason: reason as ForecastReason, count: boundedCount(count, most) });
  }
  return reasons;
}

/** Ids that another feed holds are few, and an index has them. */
async function notToMove(db: Database, filter: DeviceCriteria): Promise<Reason[]> {
  const taken = narrow(filter, { ...managed, azureIdTaken: true });
  const total = await countDevices(db, filter, null);
  const toMove = taken === null ? 0 : await countDevices(db, taken, null);
  return [exactly('azure_id_not_taken', Math.max(0, total - toMove))];
}

/** What both filters ask for; null: no device can match both. */
function narrow(filter: DeviceCriteria, narrowing: DeviceCriteria): DeviceCriteria | null {
  const both: Record<string, unknown> = { ...filter };
  for (const [name, values] of Object.entries(narrowing)) {
    const given = both[name];
    const isGiven = Array.isArray(given) && given.length > 0;
    both[name] = isGiven && Array.isArray(values) ? intersection(given, values) : values;
    if (Array.isArray(both[name]) && both[name].length === 0) return null;
  }
  return both;
}
