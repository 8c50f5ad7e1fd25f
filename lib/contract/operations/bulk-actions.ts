import { z } from 'zod';
import {
  bulkAccepted,
  bulkAction,
  bulkActionPage,
  bulkActionQuery,
  bulkConfirmedBody,
  bulkExportQuery,
  bulkItemPage,
  bulkItemQuery,
  bulkReportBody,
} from '../bulk-action.ts';
import type { Operation } from './operation.ts';

export const bulkActionOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/bulk-actions',
    summary: 'Bulk actions with their progress, newest first',
    scope: 'devices:read',
    query: bulkActionQuery,
    status: 200,
    answer: bulkActionPage,
    problems: [400],
  },
  {
    method: 'get',
    path: '/api/v1/bulk-actions/{id}',
    summary: 'How far one is, of any kind',
    scope: 'devices:read',
    status: 200,
    answer: bulkAction,
    problems: [404],
  },
  {
    method: 'post',
    path: '/api/v1/bulk-reports',
    summary: 'Report devices now: those named, or all that match a filter',
    scope: 'reports:write',
    body: bulkReportBody,
    status: 202,
    answer: bulkAccepted,
    problems: [400],
  },
  ...ofOne('/api/v1/bulk-reports/{id}', 'reports:write'),
  {
    method: 'post',
    path: '/api/v1/bulk-retirements',
    summary: 'Retire devices: those named, or all that match a filter, if they are as many as was confirmed',
    scope: 'admin',
    body: bulkConfirmedBody,
    status: 202,
    answer: bulkAccepted,
    problems: [400, 409],
  },
  ...ofOne('/api/v1/bulk-retirements/{id}', 'admin'),
  {
    method: 'post',
    path: '/api/v1/bulk-azure-id-moves',
    summary:
      'Move the Azure ids of devices to their feeds, where another feed holds them: those named, or all that match a filter, if they are as many as was confirmed',
    scope: 'admin',
    body: bulkConfirmedBody,
    status: 202,
    answer: bulkAccepted,
    problems: [400, 409],
  },
  ...ofOne('/api/v1/bulk-azure-id-moves/{id}', 'admin'),
];

function ofOne(path: string, cancelScope: string): Operation[] {
  const read = { method: 'get', scope: 'devices:read', status: 200 } as const;
  return [
    { ...read, path, summary: 'How far it is', answer: bulkAction, problems: [404] },
    {
      ...{ method: 'delete', path, scope: cancelScope, status: 200 },
      summary: 'Cancel what is left; what is under way still ends',
      answer: bulkAction,
      problems: [404],
    },
    {
      ...read,
      path: `${path}/items`,
      summary: 'What became of each device; one page by keyset',
      query: bulkItemQuery,
      answer: bulkItemPage,
      problems: [400, 404],
    },
    {
      ...read,
      path: `${path}/export`,
      summary: 'The same as CSV, streamed',
      query: bulkExportQuery,
      answer: z.string(),
      media: 'text/csv',
      problems: [400, 404],
    },
  ];
}
