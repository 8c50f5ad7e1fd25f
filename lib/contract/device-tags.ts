import { z } from 'zod';
import { noteBounds, tagBounds } from '#lib/domain/devices/device-tags';
import type { Operations } from './operation.ts';
import { text, uuid, wholeNumber } from './primitives.ts';
import { historyQuery } from './report.ts';

/** One line, so that a list of tags can be read and written with commas. */
export const tagName = text(tagBounds.letters)
  .transform((name) => name.replace(/\s+/g, ' '))
  .refine((name) => !name.includes(','), 'must not contain a comma');

const tags = z.array(tagName).max(tagBounds.each);
const tagsOfDevice = z.object({ tags: z.array(z.string()) });

export const bulkTags = z.strictObject({
  deviceIds: z.array(uuid).min(1).max(tagBounds.devices),
  add: tags.default([]),
  remove: tags.default([]),
});
export type BulkTags = z.infer<typeof bulkTags>;

export const tagQuery = z.strictObject({
  q: text(tagBounds.letters).optional().describe('Part of the tag'),
  limit: wholeNumber(1, 200).default(200).describe('The tags of the most devices'),
});
export type TagQuery = z.infer<typeof tagQuery>;

const tagList = z.object({ items: z.array(z.object({ name: z.string(), devices: z.number().int() })) });
export type TagList = z.infer<typeof tagList>;

/** May have several lines. */
const noteText = z
  .string()
  .transform((value) => value.replace(/\r\n?/g, '\n'))
  .pipe(text(noteBounds.letters));
const noteInput = z.strictObject({ text: noteText });

export const deviceNote = z
  .object({
    id: z.string(),
    text: z.string(),
    author: z.string(),
    createdAt: z.string(),
    /** When it was last changed; null: never */
    editedAt: z.string().nullable(),
    /** Whether the caller wrote it, and so may change it */
    own: z.boolean(),
    /** Whether the caller may delete it: its author and admins may */
    deletable: z.boolean(),
  })
  .meta({ id: 'DeviceNote' });
export type DeviceNote = z.infer<typeof deviceNote>;

const notePage = z.object({ items: z.array(deviceNote), nextCursor: z.string().nullable() });
export type NotePage = z.infer<typeof notePage>;

export const deviceTagOperations = {
  'PUT /api/v1/devices/{id}/tags': {
    summary: 'Replace the tags of a device. Tags that differ in letter case only are the same',
    scope: 'reports:write',
    body: z.strictObject({ tags }),
    answer: tagsOfDevice,
    problems: [404],
  },
  'POST /api/v1/device-tags': {
    summary: 'Add tags to devices and remove tags from them: all of it, or nothing',
    scope: 'reports:write',
    body: bulkTags,
    answer: z.object({ changed: z.number().int().describe('Devices whose tags are now others') }),
    problems: [404],
  },
  'GET /api/v1/tags': {
    summary: 'List the tags that devices have, by name, each with its number of devices',
    scope: 'devices:read',
    query: tagQuery,
    answer: tagList,
  },
} satisfies Operations;

export const deviceNoteOperations = {
  'GET /api/v1/devices/{id}/notes': {
    summary: 'List the notes about a device, newest first',
    scope: 'devices:read',
    query: historyQuery,
    answer: notePage,
    problems: [404],
  },
  'POST /api/v1/devices/{id}/notes': {
    summary: 'Write a note about a device',
    scope: 'reports:write',
    body: noteInput,
    status: 201,
    answer: deviceNote,
    problems: [404, 409],
  },
  'PUT /api/v1/devices/{id}/notes/{noteId}': {
    summary: 'Change a note. Only its author can',
    scope: 'reports:write',
    body: noteInput,
    answer: deviceNote,
    problems: [404],
  },
  'DELETE /api/v1/devices/{id}/notes/{noteId}': {
    summary: 'Delete a note: your own, or any with the scope admin',
    scope: 'reports:write',
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
} satisfies Operations;
