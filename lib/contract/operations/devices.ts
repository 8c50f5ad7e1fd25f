import { z } from 'zod';
import {
  deviceDetail,
  deviceExportQuery,
  deviceFilter,
  deviceNeighbours,
  devicePage,
  deviceQuery,
  neighboursQuery,
} from '../device.ts';
import { deviceCounts } from '../device-counts.ts';
import { checkInPage, historyQuery, reportAccepted, reportPage } from '../report.ts';
import type { Operation } from './operation.ts';

const retireAnswer = z.object({ reportId: z.string().nullable() });
const moveAnswer = z.object({
  azureDeviceId: z.string(),
  /** The feed that held it; null: none did any longer */
  from: z.string().nullable(),
  to: z.string(),
});
const device = '/api/v1/devices/{id}';

export const deviceOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/devices',
    summary: 'Filter, search and sort devices; one page by keyset',
    scope: 'devices:read',
    query: deviceQuery,
    status: 200,
    answer: devicePage,
    problems: [400],
  },
  {
    method: 'get',
    path: '/api/v1/devices/counts',
    summary: 'How many devices a filter finds, and how many with each value in place of its own',
    scope: 'devices:read',
    query: deviceFilter,
    status: 200,
    answer: deviceCounts,
    problems: [400],
  },
  {
    method: 'get',
    path: '/api/v1/devices/export',
    summary: 'All devices of a filter as a file, streamed; CSV has Entra’s answer in columns of its own',
    scope: 'devices:read',
    query: deviceExportQuery,
    status: 200,
    answer: z.string(),
    media: ['text/csv', 'application/x-ndjson'],
    problems: [400],
  },
  {
    method: 'get',
    path: device,
    summary: 'One device',
    scope: 'devices:read',
    status: 200,
    answer: deviceDetail,
    problems: [404],
  },
  {
    method: 'get',
    path: `${device}/neighbours`,
    summary: 'The devices before and after one in a filtered list; null: none, or no such device',
    scope: 'devices:read',
    query: neighboursQuery,
    status: 200,
    answer: deviceNeighbours,
    problems: [400, 404],
  },
  {
    method: 'get',
    path: `${device}/reports`,
    summary: 'Reports of a device, newest first',
    scope: 'devices:read',
    query: historyQuery,
    status: 200,
    answer: reportPage,
    problems: [400, 404],
  },
  {
    method: 'post',
    path: `${device}/reports`,
    summary: 'Report now',
    scope: 'reports:write',
    status: 202,
    answer: reportAccepted,
    problems: [404, 409],
  },
  {
    method: 'get',
    path: `${device}/check-ins`,
    summary: 'Check-ins of a device with what changed, newest first',
    scope: 'devices:read',
    query: historyQuery,
    status: 200,
    answer: checkInPage,
    problems: [400, 404],
  },
  {
    method: 'post',
    path: `${device}/retire`,
    summary: 'Retire a device',
    scope: 'admin',
    status: 202,
    answer: retireAnswer,
    problems: [404, 409],
  },
  {
    method: 'post',
    path: `${device}/move-azure-id`,
    summary:
      'Move the Azure id of a device to its feed, where another feed holds it: Microsoft is told of this device',
    scope: 'admin',
    status: 200,
    answer: moveAnswer,
    problems: [404, 409],
  },
];
