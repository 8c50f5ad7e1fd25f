import { reportDetail, reportLogPage, reportLogQuery } from '../report.ts';
import type { Operation } from './operation.ts';

export const reportOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/reports',
    summary: 'Reports of all devices; one page by keyset',
    scope: 'devices:read',
    query: reportLogQuery,
    status: 200,
    answer: reportLogPage,
    problems: [400],
  },
  {
    method: 'get',
    path: '/api/v1/reports/{id}',
    summary: 'One report with its message, the calls to Microsoft about it, and what was sent',
    scope: 'devices:read',
    status: 200,
    answer: reportDetail,
    problems: [404],
  },
];
