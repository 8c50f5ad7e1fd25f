import { z } from 'zod';
import { withoutControls } from '#lib/domain/text/shown-text';
import { locales } from '#lib/i18n/locales';
import type { Operations } from './operation.ts';
import { uuid } from './primitives.ts';

/** Plain text that may be empty. */
const words = (max: number) =>
  z.string().trim().max(max).regex(withoutControls, 'must not contain control characters');

const choices = {
  enabled: z.boolean(),
  companyName: words(100).default(''),
  helpDesk: words(500)
    .default('')
    .describe('How users reach their help desk. An e-mail address alone is where their replies go'),
  footer: z.partialRecord(z.enum(locales), words(1000)).default({}).describe('By language'),
  backInOrder: z.boolean().default(false).describe('true: users hear that their device is in order again'),
  language: z.enum(locales).default('en').describe('Of users whose own language is not known'),
};

const userMail = z
  .object({
    ...choices,
    /** Users who have something to do now, counted up to 100,000 of their devices */
    wouldReceive: z.number().int(),
    /** Whether this server can send mail: TENKO_SMTP_URL or TENKO_MAIL_BY_GRAPH, and TENKO_MAIL_FROM */
    configured: z.boolean(),
    /** Null: it was never saved */
    updatedAt: z.string().nullable(),
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'UserMail' });
export type UserMailItem = z.infer<typeof userMail>;

/** Accepted, so that the settings can be sent back as they were received, and not looked at. */
const ignored = z.unknown().optional();
const input = z.strictObject({
  ...choices,
  wouldReceive: ignored,
  configured: ignored,
  updatedAt: ignored,
  updatedBy: ignored,
});
export type UserMailInput = z.infer<typeof input>;

const previewBody = input.extend({
  enabled: z.boolean().default(true),
  in: z.enum(locales).describe('The language to write in'),
  deviceId: uuid.optional().describe('Default: a device whose user has something to do'),
});
export type UserMailPreviewBody = z.infer<typeof previewBody>;

const preview = z.object({
  /** Null: no user has anything to do */
  mail: z.object({ subject: z.string(), text: z.string(), html: z.string(), device: z.string() }).nullable(),
});
export type UserMailPreview = z.infer<typeof preview>;

export const userMailOperations = {
  'GET /api/v1/user-mail': {
    summary: 'Get whether and how users of devices are mailed, and how many would get a mail',
    scope: 'devices:read',
    answer: userMail,
  },
  'PUT /api/v1/user-mail': {
    summary: 'Set whether and how users are mailed: of an alert, and when a device loses access',
    scope: 'admin',
    body: input,
    answer: userMail,
    problems: [409],
  },
  'POST /api/v1/user-mail/preview': {
    summary: 'Show the mail that a user would get, with settings that need not be saved',
    scope: 'devices:read',
    body: previewBody,
    answer: preview,
    problems: [404],
  },
} satisfies Operations;
