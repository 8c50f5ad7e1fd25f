import { timelinePage, timelineQuery } from '../timeline.ts';
import { userText, userTextQuery } from '../user-text.ts';
import type { Operation } from './operation.ts';

const device = '/api/v1/devices/{id}';

export const deviceDetailOperations: Operation[] = [
  {
    method: 'get',
    path: `${device}/timeline`,
    summary: 'All that happened to a device, newest first; check-ins without change are folded',
    scope: 'devices:read',
    query: timelineQuery,
    status: 200,
    answer: timelinePage,
    problems: [400, 404],
  },
  {
    method: 'get',
    path: `${device}/user-text`,
    summary: 'What the device’s user has to know and do, as a mail in a language of choice',
    scope: 'devices:read',
    query: userTextQuery,
    status: 200,
    answer: userText,
    problems: [400, 404],
  },
];
