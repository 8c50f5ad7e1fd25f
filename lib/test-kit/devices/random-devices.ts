import fc from 'fast-check';
import { accessStates } from '#lib/domain/devices/access';
import type { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { type PolicyAction, policyActions } from '#lib/domain/policies/policy';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';

/** Another seed makes other devices and filters. */
export const seed = 20261124;
export const now = new Date('2026-11-24T08:00:00Z');
const hour = 3_600_000;
const names = ['Anne’s iPhone', '営業の端末', '営業二課', 'Zoë', 'a_b', '100%', 'PC-1'];
const policies = ['Encryption', 'Passcode'];
const tags = ['Labor', 'VIP'];

export interface Device {
  id: string;
  feed: string;
  name: string;
  os: (typeof operatingSystems)[number];
  verdict: (typeof verdicts)[number];
  managementState: (typeof managementStates)[number];
  azureComplianceStatus: (typeof azureComplianceStatuses)[number] | null;
  clientStatusCode: (typeof clientStatusCodes)[number] | null;
  lastCheckInAt: string;
  lastReportedAt: string | null;
  driftSince: string | null;
  azureIdTakenBy: string | null;
  missingSince: string | null;
  restoredAt: string | null;
  restoredAgrees: boolean | null;
  channel: 'none' | 'partner';
  reportedVerdict: 'compliant' | null;
  azureDeviceId: string | null;
  entraReadAt: string | null;
  entraProblem: (typeof entraProblems)[number] | null;
  entraEnabled: boolean | null;
  entraIsCompliant: boolean | null;
  policies: string[];
  /** Of each of them */
  step: PolicyAction;
  tags: string[];
  osVersion: string;
  model: string | null;
  ownership: 'company' | 'personal' | null;
  encrypted: boolean | null;
  action: 'block' | 'monitor' | null;
  failureCode: string | null;
}

export const ago = (hours: number) => new Date(now.getTime() - hours * hour).toISOString();
const device: fc.Arbitrary<Device> = fc.record({
  id: fc.uuid({ version: 7 }),
  feed: fc.constantFrom('north', 'south', 'south'),
  name: fc.constantFrom(...names),
  os: fc.constantFrom(...operatingSystems),
  verdict: fc.constantFrom(...verdicts),
  managementState: fc.constantFrom(...managementStates),
  azureComplianceStatus: fc.option(fc.constantFrom(...azureComplianceStatuses)),
  clientStatusCode: fc.option(fc.constantFrom('Success', 'User_Canceled')),
  // Few times, so that ids decide
  lastCheckInAt: fc.integer({ min: 0, max: 8 }).map((days) => ago(days * 24)),
  lastReportedAt: fc.option(fc.integer({ min: 0, max: 8 }).map((days) => ago(days * 24 + 1))),
  driftSince: fc.option(fc.constant(ago(1))),
  azureIdTakenBy: fc.option(fc.constant('other')),
  missingSince: fc.option(fc.constant(ago(5))),
  restoredAt: fc.option(fc.constant(ago(6))),
  restoredAgrees: fc.option(fc.boolean()),
  channel: fc.constantFrom('none', 'partner'),
  reportedVerdict: fc.option(fc.constant('compliant')),
  azureDeviceId: fc.option(fc.constant('007c8232-9489-4074-9b35-345b16f0a72d')),
  entraReadAt: fc.option(fc.constant(ago(2))),
  entraProblem: fc.option(fc.constantFrom(...entraProblems)),
  entraEnabled: fc.option(fc.boolean()),
  entraIsCompliant: fc.option(fc.boolean()),
  policies: fc.subarray(policies),
  step: fc.constantFrom(...policyActions),
  tags: fc.subarray(tags),
  osVersion: fc.constantFrom('26.1', '18.7', 'unknown'),
  model: fc.option(fc.constantFrom('iPhone 17', 'Pixel 10')),
  ownership: fc.option(fc.constantFrom('company', 'personal')),
  encrypted: fc.option(fc.boolean()),
  action: fc.option(fc.constantFrom('block', 'monitor')),
  failureCode: fc.option(fc.constantFrom('user_not_found', 'rejected')),
});

const several = <V>(...values: V[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const some = fc.record(
  {
    verdict: several(...verdicts),
    azureComplianceStatus: several(...azureComplianceStatuses, 'blank'),
    clientStatusCode: several('Success', 'User_Canceled', 'Internal_Error', 'blank'),
    os: several(...operatingSystems),
    managementState: several(...managementStates),
    feed: several('north', 'south', 'none'),
    policy: several(...policies, 'none'),
    policyAction: several(...policyActions),
    tag: several('labor', 'ＶＩＰ', 'none'),
    access: several(...accessStates),
    osVersion: several('26.1', '18.7', 'none'),
    model: several('iPhone 17', 'Pixel 10', 'blank'),
    ownership: several('company', 'unknown', 'blank'),
    encrypted: several('true', 'false', 'blank'),
    action: several('block', 'retire', 'blank'),
    failureCode: several('user_not_found', 'rejected'),
    entraProblem: several(...entraProblems),
    entraDisagrees: fc.constant('true'),
    drift: fc.constant('true'),
    neverReported: fc.constant('true'),
    azureIdTaken: fc.constant('true'),
    missing: fc.constant('true'),
    restored: fc.constant('true'),
    lastCheckInBefore: fc.constantFrom('P3D', 'PT30H', ago(50)),
    lastReportedBefore: fc.constantFrom('P3D', 'PT30H', ago(50)),
    id: several("anne's IPHONE", '営業の端末', '営業', 'pc‑1', 'a_b', 'absent'),
    q: fc.constantFrom(
      'iphone',
      'ANNE',
      '営業',
      '業',
      '営業の',
      'a_',
      '0%',
      'e',
      'zoë',
      'absent',
      '１００',
      "iphone anne's",
      '業 営',
      'pc‑1',
      '営業\nzoë',
      'e absent',
      'anne absent\nb a_',
    ),
  },
  { requiredKeys: [] },
);
/** Mostly one or two at a time: more find nothing. */
export const filter = fc
  .tuple(
    some,
    fc.shuffledSubarray(
      [
        'verdict',
        'azureComplianceStatus',
        'clientStatusCode',
        'os',
        'managementState',
        'feed',
        'policy',
        'policyAction',
        'tag',
        'access',
        'osVersion',
        'model',
        'ownership',
        'encrypted',
        'action',
        'failureCode',
        'entraProblem',
        'entraDisagrees',
        'drift',
        'neverReported',
        'azureIdTaken',
        'missing',
        'restored',
        'lastCheckInBefore',
        'lastReportedBefore',
        'id',
        'q',
      ] as const,
      { maxLength: 3 },
    ),
  )
  .map(([all, kept]) =>
    Object.fromEntries(kept.filter((name) => name in all).map((name) => [name, all[name]])),
  )
  .map(({ policyAction, ...rest }) => ('policy' in rest && policyAction ? { ...rest, policyAction } : rest));

export const [devices = []] = fc.sample(
  fc.uniqueArray(device, { minLength: 150, maxLength: 150, selector: ({ id }) => id }),
  { seed, numRuns: 1 },
);
