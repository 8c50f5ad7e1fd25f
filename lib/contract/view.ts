import { z } from 'zod';
import { builtInViewNames, defaultDeviceSort, deviceSorts } from '#lib/domain/devices/device-criteria';
import { isAge } from '#lib/domain/text/age';
import { deviceFilters, stepsNeedPolicy } from './device-list.ts';
import type { Operations } from './operation.ts';
import { text } from './primitives.ts';

const flag = z.literal(true).optional();
const age = z.string().refine(isAge, 'must be an ISO 8601 time, or a duration such as P7D').optional();

/** Filters that have one value */
const singleFilters = {
  drift: flag,
  entraDisagrees: flag,
  neverReported: flag,
  userHasToAct: flag,
  azureIdTaken: flag,
  missing: flag,
  restored: flag,
  lastCheckInBefore: age,
  lastReportedBefore: age,
};

/** The filters of the device list, in JSON. */
export const storedFilter = deviceFilters.extend(singleFilters).superRefine(stepsNeedPolicy);

/** A list of one for what a filter has only one of: as the query of the device list would be written. */
function withoutLists(filter: unknown): unknown {
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) return filter;
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]: [string, unknown]) => {
      const isList = Array.isArray(value) && value.length === 1 && oneOnly.has(name);
      const only: unknown = isList ? value[0] : value;
      return [name, only === 'true' ? true : only];
    }),
  );
}
const oneOnly = new Set([...Object.keys(singleFilters), 'q']);

/** The same as it is sent: lists of one may stand for what there is only one of. */
export const filterInput = z.preprocess(withoutLists, storedFilter).prefault({});

export const viewSort = z.enum(deviceSorts).default(defaultDeviceSort);

export const viewInput = z.strictObject({
  name: text(100),
  shared: z.boolean().default(false),
  query: z.strictObject({ filter: storedFilter, sort: viewSort }),
});
export type ViewInput = z.infer<typeof viewInput>;
export type ViewQuery = ViewInput['query'];

/** Number of devices in a view; null: counting would take too long */
const count = z.object({ value: z.number().int(), exact: z.boolean() }).nullable();
export type ViewCount = z.infer<typeof count>;

export const savedView = z
  .object({
    id: z.string(),
    name: z.string(),
    owner: z.string(),
    shared: z.boolean(),
    /** Whether the caller may change it */
    changeable: z.boolean(),
    query: z.object({ filter: storedFilter, sort: viewSort }),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof savedView>;

export const viewList = z.object({
  builtIn: z.array(
    z.object({
      name: z.enum(builtInViewNames),
      query: z.object({ filter: storedFilter, sort: viewSort }),
      count,
    }),
  ),
  /** The caller's own and the shared views, by name */
  saved: z.array(savedView.extend({ count })),
});
export type ViewList = z.infer<typeof viewList>;

export const viewOperations = {
  'GET /api/v1/views': {
    summary: 'List the built-in views, your own and the shared ones, each with its number of devices',
    scope: 'devices:read',
    answer: viewList,
  },
  'POST /api/v1/views': {
    summary: 'Save a view. Sharing it requires the scope admin',
    scope: 'devices:read',
    body: viewInput,
    status: 201,
    answer: savedView,
    problems: [409],
  },
  'PUT /api/v1/views/{id}': {
    summary: 'Change a view: your own, or a shared one with the scope admin',
    scope: 'devices:read',
    body: viewInput,
    answer: savedView,
    problems: [404, 409],
  },
  'DELETE /api/v1/views/{id}': {
    summary: 'Delete a view: your own, or a shared one with the scope admin',
    scope: 'devices:read',
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
} satisfies Operations;
