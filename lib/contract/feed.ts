import { z } from 'zod';
import { feedHealths } from '#lib/domain/check-ins/feed-health';
import { checkInOutcomes } from '#lib/domain/check-ins/intake-note';
import { sourceKinds } from '#lib/domain/sources/source';
import { intakeError } from './check-in.ts';
import type { Operations } from './operation.ts';
import { historyQuery } from './report.ts';

const count = z.number().int();

const feed = z
  .object({
    name: z.string(),
    createdAt: z.string(),
    /** When the last accepted check-in was received; null: never */
    lastCheckInAt: z.string().nullable(),
    importedAt: z.string().nullable().describe('When a file was imported into it last; null: never'),
    health: z
      .enum(feedHealths)
      .describe(
        'silent: no check-in was accepted for 24 hours, since lastCheckInAt; failing: its source could not be read; off: its source is not enabled',
      ),
    /** Where Tenko reads its devices; null: programs send check-ins */
    source: z
      .object({ id: z.string(), name: z.string(), kind: z.enum(sourceKinds), enabled: z.boolean() })
      .nullable(),
    /** Number of its devices; in large fleets, from the last count */
    devices: count,
    outcomes: z.record(z.enum(checkInOutcomes), count).describe('Check-ins of the last 24 hours, by outcome'),
    rejected: count.describe('Rejected check-ins of the last 24 hours'),
    warnings: count.describe('Warnings of the last 24 hours; one check-in may have several'),
  })
  .meta({ id: 'Feed' });

export const feedList = z.object({ items: z.array(feed) });
export type FeedItem = FeedList['items'][number];
export type FeedList = z.infer<typeof feedList>;

const rejection = z
  .object({
    id: z.string(),
    externalId: z.string().nullable(),
    at: z.string(),
    errors: z.array(intakeError),
    /** The decisive part of the check-in as it was sent: JSON that may be cut. Contains no secrets */
    excerpt: z.string(),
  })
  .meta({ id: 'Rejection' });

export const rejectionPage = z.object({ items: z.array(rejection), nextCursor: z.string().nullable() });
export type RejectionPage = z.infer<typeof rejectionPage>;

export const feedOperations = {
  'GET /api/v1/feeds': {
    summary: 'List all feeds with their health: last check-in, devices, outcomes of the last day',
    scope: 'devices:read',
    answer: feedList,
  },
  'GET /api/v1/feeds/{name}/rejections': {
    summary: 'List rejected check-ins of a feed, newest first: the newest 1,000 of 30 days',
    scope: 'devices:read',
    query: historyQuery,
    answer: rejectionPage,
    problems: [404],
  },
} satisfies Operations;
