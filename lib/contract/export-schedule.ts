import { z } from 'zod';
import { exportPathOf, exportRhythms, longestExportPath } from '#lib/domain/alerts/export-schedule';
import { deviceTotal, exportColumns } from './device-list.ts';
import type { Operations } from './operation.ts';
import { text, timeOfDay, timeZone, uuid } from './primitives.ts';
import { filterInput, storedFilter, viewSort } from './view.ts';

const nullableTime = z.string().nullable();
const weekday = z.number().int().min(1).max(7);
const dayOfMonth = z.union([z.number().int().min(1).max(28), z.literal('last')]);

const choices = {
  name: text(100),
  filter: filterInput.describe('Filters of the device list'),
  sort: viewSort,
  columns: z
    .array(z.enum(exportColumns))
    .max(100)
    .default([])
    .describe('Of the file, in this order, as in the export of devices; empty: all'),
  every: z.enum(exportRhythms),
  weekday: weekday.nullable().default(null).describe('With `week` only: 1 is Monday, 7 is Sunday'),
  dayOfMonth: dayOfMonth
    .nullable()
    .default(null)
    .describe('With `month` only: 1 to 28, or `last` for its last day'),
  at: timeOfDay.default('08:00').describe('In `timeZone`, in summer and winter'),
  timeZone: timeZone.default('UTC'),
  destinationIds: z.array(uuid).min(1).max(50),
  whenEmpty: z.boolean().default(false).describe('Send it also when no device matches'),
  enabled: z.boolean().default(true),
};

const exportSchedule = z
  .object({
    ...choices,
    id: z.string(),
    filter: storedFilter,
    destinationIds: z.array(z.string()),
    /** When it is due next; null: it is off */
    nextAt: nullableTime,
    /** When it was due last, or an admin sent it. Later than `lastSentAt`: nothing was sent then */
    lastRunAt: nullableTime,
    lastSentAt: nullableTime,
    /** How many devices matched last; null: it was not due yet, or counting took too long */
    lastCount: deviceTotal.nullable(),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
  })
  .meta({ id: 'ExportSchedule' });
export type ExportScheduleItem = z.infer<typeof exportSchedule>;

const ignored = z.unknown().optional();
export const exportScheduleInput = z
  .strictObject({
    ...choices,
    id: ignored,
    nextAt: ignored,
    lastRunAt: ignored,
    lastSentAt: ignored,
    lastCount: ignored,
    createdAt: ignored,
    createdBy: ignored,
    updatedAt: ignored,
    updatedBy: ignored,
  })
  .superRefine(({ every, weekday: day, dayOfMonth: date, ...list }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (every === 'week' && day === null) refuse('weekday', 'is required where every is week');
    if (every !== 'week' && day !== null) refuse('weekday', 'is only for every: week');
    if (every === 'month' && date === null) refuse('dayOfMonth', 'is required where every is month');
    if (every !== 'month' && date !== null) refuse('dayOfMonth', 'is only for every: month');
    if (exportPathOf(list, list.columns).length > longestExportPath)
      refuse('filter', 'is too long for the address of a list: name fewer values');
  });
export type ExportScheduleInput = z.infer<typeof exportScheduleInput>;

export const exportScheduleOperations = {
  'GET /api/v1/export-schedules': {
    summary: 'List which exports are sent regularly, by name',
    scope: 'devices:read',
    answer: z.object({ items: z.array(exportSchedule) }),
  },
  'POST /api/v1/export-schedules': {
    summary: 'Have an export of devices sent to destinations every day, week or month',
    scope: 'admin',
    body: exportScheduleInput,
    status: 201,
    answer: exportSchedule,
  },
  'GET /api/v1/export-schedules/{id}': {
    summary: 'Get a scheduled export',
    scope: 'devices:read',
    answer: exportSchedule,
    problems: [404],
  },
  'PUT /api/v1/export-schedules/{id}': {
    summary: 'Change a scheduled export',
    scope: 'admin',
    body: exportScheduleInput,
    answer: exportSchedule,
    problems: [404],
  },
  'DELETE /api/v1/export-schedules/{id}': {
    summary: 'Delete a scheduled export. What was already due is still sent',
    scope: 'admin',
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
  'POST /api/v1/export-schedules/{id}/send': {
    summary: 'Send an export now, also an empty one, and leave its schedule as it is',
    scope: 'admin',
    status: 202,
    answer: z.object({ id: z.string(), sentTo: z.array(z.string()).describe('Destinations that are on') }),
    problems: [404, 409],
  },
} satisfies Operations;
