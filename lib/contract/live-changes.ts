import { z } from 'zod';
import { liveTopics } from '#lib/domain/live-change';
import type { Operations } from './operation.ts';

const change = z.object({
  /** Ids, or `many` */
  devices: z.union([z.array(z.string()), z.literal('many')]),
  topics: z.array(z.enum(liveTopics)),
});

export const liveOperations = {
  'GET /api/v1/changes': {
    summary: 'Stream changes as server-sent events, one change each',
    scope: 'devices:read',
    answer: change,
    media: 'text/event-stream',
  },
} satisfies Operations;
