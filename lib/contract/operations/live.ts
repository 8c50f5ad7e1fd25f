import { z } from 'zod';
import { liveTopics } from '../../domain/live-change.ts';
import type { Operation } from './operation.ts';

const change = z.object({
  /** Ids, or `many` */
  devices: z.union([z.array(z.string()), z.literal('many')]),
  topics: z.array(z.enum(liveTopics)),
});

export const liveOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/changes',
    summary: 'Server-sent events of what changes; the data of each is one change',
    scope: 'devices:read',
    status: 200,
    answer: change,
    media: 'text/event-stream',
    problems: [],
  },
];
