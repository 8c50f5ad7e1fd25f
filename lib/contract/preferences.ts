import { z } from 'zod';
import { text } from './primitives.ts';

/** How an admin wants the console. What is left out stays as it is; null: as the browser has it. */
export const preferences = z
  .strictObject({
    /** BCP 47, one of the languages that are shipped */
    locale: text(20).nullable(),
    /** IANA name, or null: the browser's */
    timeZoneChoice: text(64).nullable(),
    theme: z.enum(['system', 'light', 'dark']).nullable(),
    /** Columns, density and page size of the device list, as the console writes them */
    list: z.string().max(2048).nullable(),
  })
  .partial()
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof preferences>;
