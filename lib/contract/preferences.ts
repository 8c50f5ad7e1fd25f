import { z } from 'zod';
import { locales } from '../i18n/locales.ts';
import type { Operations } from './operation.ts';
import { text, timeZone } from './primitives.ts';

/** An admin's settings of the console. What is left out stays as it is; null: the browser's setting. */
export const preferences = z
  .strictObject({
    /** One of the included languages */
    locale: z.enum(locales).nullable(),
    /** IANA name, or null: the browser's */
    timeZoneChoice: timeZone.nullable(),
    theme: z.enum(['system', 'light', 'dark']).nullable(),
    /** Columns, density and page size of the device list, as the console writes them */
    list: text(2048).nullable(),
  })
  .partial()
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof preferences>;

export const preferenceOperations = {
  'GET /api/v1/preferences': {
    summary: 'Get the caller’s preferences',
    scope: 'devices:read',
    answer: preferences,
  },
  'PUT /api/v1/preferences': {
    summary: 'Change the caller’s preferences. Those left out do not change',
    scope: 'devices:read',
    body: preferences,
    answer: preferences,
  },
} satisfies Operations;
