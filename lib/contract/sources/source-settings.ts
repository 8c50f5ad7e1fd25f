import { z } from 'zod';
import { actions } from '#lib/domain/devices/verdict';
import type { sourceKinds } from '#lib/domain/sources/source';
import { withoutControls } from '#lib/domain/text/shown-text';
import { text } from '../primitives.ts';

/** A path within JSON, such as `data.items` */
const jsonPath = text(500);

/** What can be set of a source, by its kind. */
export const sourceSettings = {
  ivanti_neurons: z.strictObject({
    partition: text(200).optional().describe('Name or id of the space; without it, the default one'),
    filter: text(2000).optional().describe('As Ivanti’s `fq`, such as platformType=IOS'),
  }),
  intune: z.strictObject({
    filter: text(2000).optional().describe('As Graph’s `$filter`'),
  }),
  jamf_pro: z.strictObject({
    compliantGroup: text(200).optional().describe('Name of the smart group of compliant devices'),
    azureIdAttribute: text(200)
      .optional()
      .describe('Name of the extension attribute with the device id in Entra'),
  }),
  fleet: z.strictObject({
    criticalAction: z.enum(actions).default('quarantine').describe('For a failed critical policy'),
    otherAction: z.enum(actions).default('send_alert').describe('For another failed policy'),
    team: text(200).optional().describe('Name or id of the team; without it, all'),
  }),
  json: z.strictObject({
    itemsPath: z
      .union([z.literal(''), jsonPath])
      .describe('Where in an answer the list of records is; empty: the answer is the list'),
    nextPath: jsonPath.optional().describe('Where the address or the cursor of the next page is'),
    mapping: text(20_000).describe('JSONata: one expression that makes a check-in of a record'),
  }),
} satisfies Record<(typeof sourceKinds)[number], z.ZodType>;

/** As it was given out: blanks at its ends may be part of it. */
const secret = z
  .string()
  .min(1)
  .max(10_000)
  .regex(withoutControls, 'must not contain control characters')
  .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~\w-]{1,200}$/, 'must be the name of an HTTP header');
const headerValue = secret.regex(
  /^[\t\x20-\x7e\x80-\xff]*$/,
  'must be the value of an HTTP header: no line break, and Latin letters only',
);

/** The secrets that a source can have, by its kind. */
export const sourceSecrets = {
  ivanti_neurons: z.strictObject({ username: secret, password: secret }).partial(),
  intune: z.strictObject({}),
  jamf_pro: z.strictObject({ clientId: secret, clientSecret: secret }).partial(),
  fleet: z.strictObject({ token: secret }).partial(),
  json: z
    .strictObject({
      headers: z
        .record(headerName, headerValue)
        .refine((headers) => Object.keys(headers).length <= 50, 'must be at most 50 headers'),
    })
    .partial(),
} satisfies Record<(typeof sourceKinds)[number], z.ZodType>;
