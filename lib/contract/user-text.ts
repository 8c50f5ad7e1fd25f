import { z } from 'zod';
import { locales } from '../i18n/locales.ts';
import type { Operations } from './operation.ts';
import { timeZone } from './primitives.ts';

export const userTextQuery = z.strictObject({
  locale: z.enum(locales),
  /** In which times are written; UTC if left out */
  timeZone: timeZone.optional(),
});
export type UserTextQuery = z.infer<typeof userTextQuery>;

export const userText = z
  .object({
    locale: z.enum(locales),
    subject: z.string(),
    /** Plain text: paragraphs with an empty line between them */
    body: z.string(),
  })
  .meta({ id: 'UserText' });
export type UserText = z.infer<typeof userText>;

export const userTextOperations = {
  'GET /api/v1/devices/{id}/user-text': {
    summary: 'Get an email that tells the device’s user what to do, in a chosen language',
    scope: 'devices:read',
    query: userTextQuery,
    answer: userText,
    problems: [404],
  },
} satisfies Operations;
