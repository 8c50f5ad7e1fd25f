import type { DeviceFigures, FleetFigures } from '../contract/overview.ts';
import type { DeviceGroup } from '../db/device-counts.ts';
import { clientStatusCodes, fixerOf } from '../domain/client-status-code.ts';
import { operatingSystems } from '../domain/operating-system.ts';
import { azureComplianceStatuses, managementStates } from '../domain/report-status.ts';
import { verdicts } from '../domain/verdict.ts';

/** Adds up groups of devices by each of the things that are told apart. */
export function deviceFiguresOf(groups: readonly DeviceGroup[]): DeviceFigures {
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
    neverReported: countOf(({ neverReported }) => neverReported),
    userHasToAct: countOf(
      ({ clientStatusCode, managementState }) =>
        managementState === 'managed' && clientStatusCode !== null && fixerOf[clientStatusCode] === 'user',
    ),
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
  const { total, verdict, azureComplianceStatus, drifted, neverReported, userHasToAct } = figures;
  return { total, verdict, azureComplianceStatus, drifted, neverReported, userHasToAct };
}
