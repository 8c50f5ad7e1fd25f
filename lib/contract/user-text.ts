import { z } from 'zod';
import { locales } from '../i18n/locales.ts';

export const userTextQuery = z.strictObject({ locale: z.enum(locales) });
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
