import { sumBy } from 'es-toolkit';
import type { ReportCount } from '#lib/db/reports/overview';
import { accessStates } from '#lib/domain/devices/access';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { type FacetValues, flagHolds, unpackFacet } from '#lib/domain/devices/device-facet';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { percentileOf } from '#lib/domain/reports/duration-buckets';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import type {
  DeviceFigures,
  FleetFigures,
  OverviewFigures,
  ReportHourFigures,
} from '../contract/overview.ts';

export const hourMs = 3_600_000;
/** Hours that are counted separately, the running one included. */
export const hoursShown = 48;

/** The hour that a moment lies in, or lay in a while before. */
export function hourOf(moment: Date, beforeMs = 0): Date {
  return new Date(Math.floor((moment.getTime() - beforeMs) / hourMs) * hourMs);
}

const dayHours = 24;

/** What became of the reports of each hour, and of the last 24 together. Hours without reports are among them. */
export function reportFiguresOf(
  counts: readonly ReportCount[],
  now: Date,
): Pick<OverviewFigures, 'day' | 'hours'> {
  const current = hourOf(now).getTime();
  const hours = Array.from({ length: hoursShown }, (_, index) => {
    const hour = current - (hoursShown - 1 - index) * hourMs;
    return hourFigures(
      new Date(hour),
      counts.filter((count) => count.hour.getTime() === hour),
    );
  });
  const since = new Date(current - (dayHours - 1) * hourMs);
  const ofDay = counts.filter(({ hour }) => hour >= since);
  const byTrigger = triggers.map((trigger) => [trigger, sumOf(ofDay, (count) => count.trigger === trigger)]);
  return {
    hours,
    day: {
      since: since.toISOString(),
      ...tallyOf(ofDay),
      triggers: Object.fromEntries(byTrigger) as OverviewFigures['day']['triggers'],
    },
  };
}

function hourFigures(hour: Date, counts: readonly ReportCount[]): ReportHourFigures {
  return { hour: hour.toISOString(), ...tallyOf(counts) };
}

function tallyOf(counts: readonly ReportCount[]) {
  const measured = counts.filter(({ bucket }) => bucket >= 0);
  return {
    successful: sumOf(counts, ({ status }) => status === 'successful'),
    failed: sumOf(counts, ({ status }) => status === 'failed'),
    superseded: sumOf(counts, ({ status }) => status === 'superseded'),
    open: sumOf(counts, ({ status }) => status === 'queued' || status === 'in_progress'),
    p50Ms: percentileOf(measured, 0.5),
    p95Ms: percentileOf(measured, 0.95),
    measured: sumOf(measured, () => true),
  };
}

function sumOf(counts: readonly ReportCount[], matches: (count: ReportCount) => boolean): number {
  return sumBy(counts.filter(matches), ({ count }) => count);
}

type DeviceGroup = FacetValues & { count: number };

/** Adds up numbers of devices by facet, by each of the values that are counted separately. */
export function deviceFiguresOf(counts: readonly { facet: number; count: number }[]): DeviceFigures {
  const groups: DeviceGroup[] = counts.map(({ facet, count }) => ({ ...unpackFacet(facet), count }));
  const countOf = (matches: (group: DeviceGroup) => boolean) =>
    sumBy(groups.filter(matches), ({ count }) => count);
  const by = <V extends string>(values: readonly V[], read: (group: DeviceGroup) => V) =>
    Object.fromEntries(values.map((value) => [value, countOf((group) => read(group) === value)])) as Record<
      V,
      number
    >;
  return {
    total: countOf(() => true),
    verdict: by(verdicts, ({ verdict }) => verdict),
    azureComplianceStatus: by(
      [...azureComplianceStatuses, 'blank'],
      ({ azureComplianceStatus }) => azureComplianceStatus ?? 'blank',
    ),
    drifted: countOf(({ drift }) => drift),
    entraDisagrees: countOf((group) => flagHolds('entraDisagrees', group)),
    neverReported: countOf((group) => flagHolds('neverReported', group)),
    userHasToAct: countOf((group) => flagHolds('userHasToAct', group)),
    access: by(accessStates, ({ access }) => access),
    clientStatusCode: by(
      [...clientStatusCodes, 'blank'],
      ({ clientStatusCode }) => clientStatusCode ?? 'blank',
    ),
    os: by(operatingSystems, ({ os }) => os),
    managementState: by(managementStates, ({ managementState }) => managementState),
    channel: by(channels, ({ channel }) => channel),
  };
}

/** What a snapshot keeps. */
export function fleetFiguresOf(figures: DeviceFigures): FleetFigures {
  const { total, verdict, azureComplianceStatus, drifted, entraDisagrees } = figures;
  const { neverReported, userHasToAct, access } = figures;
  return {
    total,
    verdict,
    azureComplianceStatus,
    drifted,
    entraDisagrees,
    neverReported,
    userHasToAct,
    access,
  };
}
