import { feedList, rejectionPage } from '../feed.ts';
import { historyQuery } from '../report.ts';
import type { Operation } from './operation.ts';

export const feedOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/feeds',
    summary: 'Every feed with its health: last check-in, devices, outcomes of the last day',
    scope: 'devices:read',
    status: 200,
    answer: feedList,
    problems: [],
  },
  {
    method: 'get',
    path: '/api/v1/feeds/{name}/rejections',
    summary: 'Rejected check-ins of a feed, newest first: the newest 1,000 of 30 days',
    scope: 'devices:read',
    query: historyQuery,
    status: 200,
    answer: rejectionPage,
    problems: [404],
  },
];
