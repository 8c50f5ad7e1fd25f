import { accessStates } from '#lib/domain/devices/access';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { type FacetValues, flagHolds, unpackFacet } from '#lib/domain/devices/device-facet';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import type { DeviceFigures, FleetFigures } from '../contract/overview.ts';

type DeviceGroup = FacetValues & { count: number };

/** Adds up numbers of devices by facet, by each of the values that are counted separately. */
export function deviceFiguresOf(counts: readonly { facet: number; count: number }[]): DeviceFigures {
  const groups: DeviceGroup[] = counts.map(({ facet, count }) => ({ ...unpackFacet(facet), count }));
  const countOf = (matches: (group: DeviceGroup) => boolean) =>
    groups.reduce((sum, group) => sum + (matches(group) ? group.count : 0), 0);
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
