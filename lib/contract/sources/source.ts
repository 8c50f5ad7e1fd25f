import { z } from 'zod';
import { sourceKinds } from '#lib/domain/sources/source';
import { sourceHealths, sourceProblemCodes } from '#lib/domain/sources/source-problem';
import type { Operations } from '../operation.ts';
import { text } from '../primitives.ts';
import { sourceRun, sourceTest } from './source-run.ts';
import { sourceSecrets, sourceSettings } from './source-settings.ts';

const nullableText = z.string().nullable();

const source = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(sourceKinds),
    /** Null: the kind `intune`, which is read over the connection to Azure */
    url: nullableText,
    settings: z.record(z.string(), z.unknown()).describe('By kind, as in the request'),
    secretsSet: z
      .array(z.string())
      .describe('Names of the secrets that are stored; the secrets are never returned'),
    observeOnly: z.boolean().describe('true: its devices are shown, and never reported to Microsoft'),
    everyMinutes: z.number().int(),
    fullWalkHour: z.number().int(),
    timeZone: z.string().describe('Of fullWalkHour, such as Europe/Helsinki: that of the server'),
    enabled: z.boolean(),
    feed: z.string(),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
    /** Of the last run that was not cancelled */
    health: z.enum(sourceHealths),
    problem: z
      .object({
        code: z.enum(sourceProblemCodes),
        /** In the words of the source, where it has any */
        message: z.string(),
        /** When the last run ran into it */
        at: z.string(),
        /** When the first of the runs since the last good one did */
        since: z.string(),
        /** HTTP status */
        status: z.number().int().nullable(),
      })
      .nullable(),
    /** The newest one, whatever its state */
    lastRun: sourceRun.nullable(),
    /** Null: it is disabled */
    nextRunAt: nullableText,
  })
  .meta({ id: 'Source' });
export type SourceItem = z.infer<typeof source>;

/** What Tenko adds to a source: accepted, so that a source can be sent back as it was received, and not looked at. */
const ignored = z.unknown().optional();
const readOnly = {
  id: ignored,
  secretsSet: ignored,
  createdAt: ignored,
  createdBy: ignored,
  updatedAt: ignored,
  updatedBy: ignored,
  health: ignored,
  problem: ignored,
  timeZone: ignored,
  lastRun: ignored,
  nextRunAt: ignored,
};

const common = {
  ...readOnly,
  name: text(100),
  observeOnly: z
    .boolean()
    .optional()
    .describe(
      'true: its devices are never reported. By default only of the kind intune, where it must be true',
    ),
  everyMinutes: z
    .number()
    .int()
    .min(1)
    .max(1440)
    .default(15)
    .describe('Minutes between the starts of two runs'),
  fullWalkHour: z
    .number()
    .int()
    .min(0)
    .max(23)
    .default(2)
    .describe('The hour of the daily full run, in the time zone of the server'),
  enabled: z.boolean().default(true),
  feed: text(100)
    .optional()
    .describe('Its devices are in this feed, which no API key may have. By default made from the name'),
};
const url = text(2000).describe(
  'https; http only on loopback, or with TENKO_SOURCES_ALLOW_HTTP=true. No user, password or other secret in it',
);

const kindInput = <K extends (typeof sourceKinds)[number], S extends z.ZodType, X extends z.ZodType>(
  kind: K,
  settings: S,
  secrets: X,
) => z.strictObject({ ...common, kind: z.literal(kind), url, settings, secrets: secrets.optional() });

const { ivanti_neurons, intune, jamf_pro, fleet, json } = sourceSettings;
const sourceInput = z.discriminatedUnion('kind', [
  kindInput('ivanti_neurons', ivanti_neurons.prefault({}), sourceSecrets.ivanti_neurons),
  kindInput('intune', intune.prefault({}), sourceSecrets.intune).extend({ url: z.null().optional() }),
  kindInput('jamf_pro', jamf_pro.prefault({}), sourceSecrets.jamf_pro),
  kindInput('fleet', fleet.prefault({}), sourceSecrets.fleet),
  kindInput('json', json, sourceSecrets.json),
]);
export type SourceInput = z.infer<typeof sourceInput>;

const startRun = z
  .strictObject({
    kind: z.enum(['full', 'quick']).default('full'),
    acceptFewer: z
      .boolean()
      .default(false)
      .describe('true: fewer devices than before are right; those that the source does not list are missing'),
  })
  .prefault({});
export type StartRun = z.infer<typeof startRun>;

export const sourceOperations = {
  'GET /api/v1/sources': {
    summary: 'List the systems that Tenko reads devices from, by name',
    scope: 'devices:read',
    answer: z.object({ items: z.array(source) }),
  },
  'POST /api/v1/sources': {
    summary: 'Create a source. If it is enabled, its first run begins at once',
    scope: 'admin',
    body: sourceInput,
    status: 201,
    answer: source,
    problems: [409],
  },
  'GET /api/v1/sources/{id}': {
    summary: 'Get a source',
    scope: 'devices:read',
    answer: source,
    problems: [404],
  },
  'PUT /api/v1/sources/{id}': {
    summary: 'Change a source. Secrets that are left out stay, unless the address moves to another host',
    scope: 'admin',
    body: sourceInput,
    answer: source,
    problems: [404, 409],
  },
  'DELETE /api/v1/sources/{id}': {
    summary: 'Delete a source with its runs. Its devices stay',
    scope: 'admin',
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
  'POST /api/v1/sources/{id}/test': {
    summary: 'Read the first page of a source and show the first 20 devices as check-ins. Nothing is stored',
    scope: 'admin',
    answer: sourceTest,
    problems: [404],
  },
  'POST /api/v1/sources/{id}/runs': {
    summary: 'Start a run. A worker then carries it out',
    scope: 'admin',
    body: startRun,
    status: 202,
    answer: z.object({ runId: z.string() }),
    problems: [404, 409],
  },
} satisfies Operations;
