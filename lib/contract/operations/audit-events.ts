import { z } from 'zod';
import { auditExportQuery, auditPage, auditQuery } from '../audit-event.ts';
import type { Operation } from './operation.ts';

export const auditOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/audit-events',
    summary: 'Who did what, or was refused; one page by keyset',
    scope: 'admin',
    query: auditQuery,
    status: 200,
    answer: auditPage,
    problems: [400],
  },
  {
    method: 'get',
    path: '/api/v1/audit-events/export',
    summary: 'All events of a filter as a file: JSON by line, or CEF',
    scope: 'admin',
    query: auditExportQuery,
    status: 200,
    answer: z.string(),
    media: ['application/x-ndjson', 'text/plain'],
    problems: [400],
  },
];
