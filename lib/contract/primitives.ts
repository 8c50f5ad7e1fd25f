import { z } from 'zod';
import { isAge } from '#lib/domain/text/age';
import { visible, withoutControls } from '#lib/domain/text/shown-text';

/** ISO 8601; input with any offset, output in UTC. */
export const timestamp = z.iso.datetime({ offset: true }).refine((value) => {
  const year = new Date(value).getUTCFullYear();
  return year >= 1970 && year <= 9999;
}, 'must be between 1970 and 9999');
/** A time, or a duration before now: resolved when it is used, so that a stored filter stays relative. */
export const age = z
  .string()
  .refine(
    isAge,
    'must be a time such as 2026-11-23T07:00:00Z, or a duration before now, such as P7D or PT12H',
  )
  .describe('A time, or an ISO 8601 duration of weeks, days, hours and minutes before now');
export const uuid = z.guid().transform((value) => value.toLowerCase());

/** Trimmed, visible text of limited length without control characters: PostgreSQL refuses NUL, terminals act on others. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(withoutControls, 'must not contain control characters')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode')
    .refine((value) => value === '' || visible.test(value), 'must contain a visible character');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 08:30');

export const timeZone = text(64).refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin');

/** `status=a&status=b` or only one: both become an array. */
export const many = <T extends z.ZodType>(schema: T, most = 50) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(schema).max(most).optional(),
  );

/** A whole number of a query string. Every message says the same: what is allowed. */
export const wholeNumber = (min: number, max: number) => {
  const words = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(words).int({ error: words, abort: true }).min(min, words).max(max, words);
};

/** A filter that is on, or left out. */
export const flag = z
  .literal('true')
  .transform(() => true as const)
  .optional();

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    reason: z.string().optional(),
    count: z.number().int().optional(),
    current: z.object({ version: z.number().int(), savedAt: z.string(), savedBy: z.string() }).optional(),
    /** What an import recorded before it broke off */
    imported: z.record(z.string(), z.number().int()).optional(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type Problem = z.infer<typeof problem>;
