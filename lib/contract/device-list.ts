import { z } from 'zod';
import { accessStates } from '#lib/domain/devices/access';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { deviceSorts } from '#lib/domain/devices/device-criteria';
import { tagBounds } from '#lib/domain/devices/device-tags';
import { namedTraits, traitValues } from '#lib/domain/devices/device-traits';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { pastedBounds, searchBounds, searchExcess, wholeKeys } from '#lib/domain/devices/search-text';
import { verdicts } from '#lib/domain/devices/verdict';
import { policyActions } from '#lib/domain/policies/policy';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { deviceListItem } from './device.ts';
import type { Operations } from './operation.ts';
import { age, flag, many, text, uuid, wholeNumber } from './primitives.ts';

/** Pasted text may have any kind of line end. */
const search = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : value),
    text(searchBounds.letters).refine(
      (q) => searchExcess(q) === null,
      `must have at most ${searchBounds.lines} lines and ${searchBounds.words} words`,
    ),
  )
  .describe(
    'Matches any line, with all its words in any order: name, serial number, user, Azure device id, external id',
  );

/** A pasted list of whole values */
const ids = many(text(pastedBounds.valueLetters), pastedBounds.values).describe(
  'Whole values in any letter case: Azure device id, serial number, external id, user, name, or id. Finds devices with any of them',
);

/** Each filter alone; `stepsNeedPolicy` is what holds between them. */
export const deviceFilters = z.strictObject({
  verdict: many(z.enum(verdicts)),
  azureComplianceStatus: many(z.enum([...azureComplianceStatuses, 'blank'])),
  clientStatusCode: many(z.enum([...clientStatusCodes, 'blank'])),
  os: many(z.enum(operatingSystems)),
  managementState: many(z.enum(managementStates)),
  access: many(z.enum(accessStates)),
  channel: many(z.enum(channels)),
  entraProblem: many(z.enum(entraProblems)),
  feed: many(text(100)),
  policy: many(text(256)),
  policyAction: many(z.enum(policyActions)).describe(
    'With `policy` only: how far one of these policies has come with the device; waiting: no step reached yet',
  ),
  tag: many(text(tagBounds.letters)),
  osVersion: many(text(64)).describe('As the MDM writes it'),
  model: many(text(128)).describe('As the MDM writes it'),
  ownership: many(z.enum(traitValues.ownership)),
  encrypted: many(z.enum(traitValues.encrypted)),
  action: many(z.enum(traitValues.action)).describe('The most severe action in force; blank: none'),
  failureCode: many(text(100)).describe('Why the last report failed'),
  drift: flag,
  entraDisagrees: flag.describe('true: drift, or any problem of Entra’s answer'),
  neverReported: flag.describe('true: the compliance status is blank'),
  userHasToAct: flag.describe('true: a next step is for the device’s user'),
  azureIdTaken: flag.describe('true: the Azure device ID belongs to another feed'),
  missing: flag.describe('true: its source no longer lists it'),
  restored: flag.describe('true: it waits for a check-in after a restore from a backup'),
  lastCheckInBefore: age.optional(),
  lastReportedBefore: age.optional(),
  id: ids,
  q: search.optional(),
});
/** How far a policy has come is asked of policies that are named. */
export function stepsNeedPolicy(
  { policy, policyAction }: { policy?: unknown[] | undefined; policyAction?: unknown[] | undefined },
  context: z.RefinementCtx,
): void {
  if (!policyAction?.length || policy?.length) return;
  context.addIssue({ code: 'custom', path: ['policyAction'], message: 'needs a policy' });
}

export const deviceFilter = deviceFilters.superRefine(stepsNeedPolicy);

const sort = z.enum(deviceSorts).default('-lastCheckInAt');

export const deviceQuery = deviceFilter.safeExtend({
  sort,
  limit: wholeNumber(1, 200).default(100),
  cursor: z.string().max(1000).optional().describe('nextCursor or prevCursor of a page of the same sort'),
  count: z
    .enum(['true', 'exact'])
    .transform((value) => (value === 'true' ? true : value))
    .optional()
    .describe('true: exact up to 10,000; exact: however many'),
});
export type DeviceQuery = z.infer<typeof deviceQuery>;

/** Not exact: there are more */
export const deviceTotal = z.object({ value: z.number().int(), exact: z.boolean() });
export type DeviceTotal = z.infer<typeof deviceTotal>;

export const devicePage = z.object({
  items: z.array(deviceListItem),
  nextCursor: z.string().nullable(),
  prevCursor: z.string().nullable(),
  total: deviceTotal.optional(),
});
export type DevicePage = z.infer<typeof devicePage>;

/** The list in which to find a device's neighbors */
export const neighboursQuery = deviceFilter.safeExtend({ sort });
export type NeighboursQuery = z.infer<typeof neighboursQuery>;

const neighbour = z.object({ id: z.string(), name: z.string() });
export const deviceNeighbours = z.object({ previous: neighbour.nullable(), next: neighbour.nullable() });
export type DeviceNeighbours = z.infer<typeof deviceNeighbours>;

export const exportFormats = ['csv', 'ndjson'] as const;
type Entra = NonNullable<z.infer<typeof deviceListItem>['entra']>;
/** Entra’s answer in columns of its own, each with the field that it holds */
export const entraColumns = {
  entraIsCompliant: 'isCompliant',
  entraIsManaged: 'isManaged',
  entraEnabled: 'enabled',
  entraComplianceExpiresAt: 'complianceExpiresAt',
  entraReadAt: 'readAt',
  entraProblem: 'problem',
} as const satisfies Record<string, keyof Entra>;
export const entraTagColumns = {
  entraTagState: 'state',
  entraTagValue: 'value',
  entraTagEvaluated: 'evaluated',
} as const satisfies Record<string, keyof NonNullable<Entra['tag']>>;
/** Of a file: every field of the API, with Entra’s answer and access in columns of their own. New ones come last. */
export const exportColumns = [
  ...Object.keys(deviceListItem.shape).flatMap((field) => {
    if (field === 'entra') return Object.keys(entraColumns);
    if (field === 'tags' || field === 'nextStep') return [];
    return field === 'access' ? ['access', 'accessBecause'] : [field];
  }),
  ...Object.keys(entraTagColumns),
  'violations',
  'failureCode',
  'failureDetail',
  'tags',
  'nextStep',
  'nextStepWho',
];

export const deviceExportQuery = deviceFilter.safeExtend({
  columns: many(z.enum(exportColumns), 100).describe('Only these, in this order; left out: all'),
  sort,
  format: z.enum(exportFormats).default('csv'),
  bom: flag.describe('true: starts a CSV with a byte order mark, by which Excel knows UTF-8'),
});
export type DeviceExportQuery = z.infer<typeof deviceExportQuery>;

const named = many(text(pastedBounds.valueLetters), pastedBounds.values);
export const findQuery = z
  .strictObject({
    azureDeviceId: many(uuid, pastedBounds.values),
    serialNumber: named,
    externalId: named,
    userPrincipalName: named,
    id: ids,
    feed: many(text(100)),
    limit: wholeNumber(1, 200).default(50),
  })
  .refine(
    ({ feed: _, limit: __, ...wanted }) => Object.values(wanted).some((values) => values?.length),
    'must have azureDeviceId, serialNumber, externalId, userPrincipalName or id',
  );
export type FindQuery = z.infer<typeof findQuery>;

export const foundDevices = z
  .object({
    /** Devices with any of the values, the latest check-in first */
    items: z.array(deviceListItem),
    /** There are more than `limit` */
    more: z.boolean(),
    /** Values that no device has */
    notFound: z.array(z.object({ key: z.enum(wholeKeys), value: z.string() })),
  })
  .meta({ id: 'FoundDevices' });
export type FoundDevices = z.infer<typeof foundDevices>;

export const traitNames = z.object({ items: z.array(z.string()) });

export type TraitNames = z.infer<typeof traitNames>;
export const traitNamesQuery = z.strictObject({ of: z.enum(namedTraits) });
export type TraitNamesQuery = z.infer<typeof traitNamesQuery>;

export const policyNames = z.object({ items: z.array(z.string()) });
export type PolicyNames = z.infer<typeof policyNames>;

export const deviceListOperations = {
  'GET /api/v1/devices': {
    summary: 'Filter, search and sort devices, page by page',
    scope: 'devices:read',
    query: deviceQuery,
    answer: devicePage,
  },
  'GET /api/v1/find': {
    summary: 'Find devices by whole values, and the values that no device has',
    scope: 'devices:read',
    query: findQuery,
    answer: foundDevices,
  },
  'GET /api/v1/devices/export': {
    summary: 'Export all matching devices as a file, streamed. CSV has separate columns for Entra’s state',
    scope: 'devices:read',
    query: deviceExportQuery,
    answer: z.string(),
    media: { csv: 'text/csv', ndjson: 'application/x-ndjson' },
  },
  'GET /api/v1/devices/{id}/neighbours': {
    summary: 'Get the devices before and after one in a filtered list. null: none',
    scope: 'devices:read',
    query: neighboursQuery,
    answer: deviceNeighbours,
    problems: [404],
  },
  'GET /api/v1/trait-names': {
    summary:
      'List the OS versions, models or failure codes that devices have, up to 500, as suggestions for the filter',
    scope: 'devices:read',
    query: traitNamesQuery,
    answer: traitNames,
  },
  'GET /api/v1/policy-names': {
    summary: 'List policies that recently checked-in devices violate, as suggestions for the filter',
    scope: 'devices:read',
    answer: policyNames,
  },
} satisfies Operations;
