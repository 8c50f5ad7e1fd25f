import { z } from 'zod';
import type { RetentionDays } from '#lib/domain/retention';
import type { Operations } from './operation.ts';

const days = z.int().min(1);

const about = z.object({
  version: z.string(),
  node: z.string(),
  postgresql: z.string(),
  schema: z.string().nullable().describe('The newest migration of the database'),
  azure: z.enum(['sandbox', 'tenant']),
  database: z.object({
    bytes: z.int().describe('With its indexes'),
    tables: z
      .array(
        z.object({
          name: z.string(),
          bytes: z.int().describe('With its indexes'),
          rows: z.int().describe('As PostgreSQL estimates them'),
        }),
      )
      .describe('All of Tenko, the largest first'),
  }),
  retentionDays: z.object({
    checkIns: days.describe('TENKO_CHECK_IN_RETENTION_DAYS'),
    reports: days.describe('TENKO_REPORT_RETENTION_DAYS'),
    audit: days.describe('TENKO_AUDIT_RETENTION_DAYS'),
    intake: days.describe('Rejected check-ins, counts of feeds, runs of sources'),
    alerts: days.describe('Events and messages of alerts'),
    lookups: days.describe('Look-ups of users'),
  }),
});
export type About = z.output<typeof about>;
/** What a process knows of itself without its database */
export interface Installation extends Pick<About, 'version' | 'azure'> {
  retentionDays: RetentionDays;
  /** What Tenko is made of, by name */
  packages: { name: string; version: string; license: string | null }[];
}

export const aboutOperations = {
  'GET /api/v1/about': {
    summary: 'Get the version, the sizes of the database, and how long data is kept',
    scope: 'devices:read',
    answer: about,
  },
  'GET /metrics': {
    summary:
      'Get the metrics of this process and of the whole system; from this machine itself without a key',
    scope: 'devices:read',
    answer: z.string(),
    media: 'text/plain',
  },
} satisfies Operations;
