import { z } from 'zod';
import { alertEventTypes } from '#lib/domain/alerts/alert-event';
import { alertDigests } from '#lib/domain/alerts/alert-rule';
import type { Operations } from './operation.ts';
import { text, timeOfDay, timeZone, uuid } from './primitives.ts';
import { filterInput, storedFilter } from './view.ts';

const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .nullable()
  .default(null)
  .describe('Mail and chat wait until their end; webhooks do not wait. May go over midnight');

const choices = {
  name: text(100),
  events: z.array(z.enum(alertEventTypes)).min(1).max(alertEventTypes.length),
  filter: filterInput.describe('Filters of the device list; ignored by events that are not about a device'),
  destinationIds: z.array(uuid).max(50),
  digest: z
    .enum(alertDigests)
    .default('none')
    .describe('Mail and chat are summed up; webhooks get every event at once'),
  digestAt: timeOfDay.default('08:00').describe('When a daily digest goes out, in `timeZone`'),
  timeZone: timeZone.default('UTC'),
  quietHours,
  enabled: z.boolean().default(true),
};

const alertRule = z
  .object({
    ...choices,
    id: z.string(),
    destinationIds: z.array(z.string()),
    filter: storedFilter,
    quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
    /** `operations`: Tenko made it with the first destination; null: an admin did */
    builtIn: z.string().nullable(),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
  })
  .meta({ id: 'AlertRule' });
export type AlertRuleItem = z.infer<typeof alertRule>;

const ignored = z.unknown().optional();
const ruleInput = z.strictObject({
  ...choices,
  id: ignored,
  builtIn: ignored,
  createdAt: ignored,
  createdBy: ignored,
  updatedAt: ignored,
  updatedBy: ignored,
});
export type AlertRuleInput = z.infer<typeof ruleInput>;

const rulePreview = z.object({
  /** Events of the last seven days that the rule is about */
  fired: z.object({ value: z.number().int(), exact: z.boolean() }),
  byType: z.array(z.object({ type: z.enum(alertEventTypes), count: z.number().int() })),
});
export type AlertRulePreview = z.infer<typeof rulePreview>;

export const alertRuleOperations = {
  'GET /api/v1/alert-rules': {
    summary: 'List which events go where, by name',
    scope: 'devices:read',
    answer: z.object({ items: z.array(alertRule) }),
  },
  'POST /api/v1/alert-rules': {
    summary: 'Create a rule',
    scope: 'admin',
    body: ruleInput,
    status: 201,
    answer: alertRule,
  },
  'POST /api/v1/alert-rules/preview': {
    summary: 'Count how often a rule would have fired in the last seven days',
    scope: 'devices:read',
    body: ruleInput.pick({ events: true, filter: true }),
    answer: rulePreview,
  },
  'GET /api/v1/alert-rules/{id}': {
    summary: 'Get a rule',
    scope: 'devices:read',
    answer: alertRule,
    problems: [404],
  },
  'PUT /api/v1/alert-rules/{id}': {
    summary: 'Change a rule',
    scope: 'admin',
    body: ruleInput,
    answer: alertRule,
    problems: [404],
  },
  'DELETE /api/v1/alert-rules/{id}': {
    summary: 'Delete a rule. What it has already caused is still sent',
    scope: 'admin',
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
} satisfies Operations;
