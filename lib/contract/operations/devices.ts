import { z } from 'zod';
import { deviceDetail, devicePage, deviceQuery } from '../device.ts';
import { checkInPage, historyQuery, reportAccepted, reportPage } from '../report.ts';
import type { Operation } from './operation.ts';

const retireAnswer = z.object({ reportId: z.string().nullable() });
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
    path: device,
    summary: 'One device',
    scope: 'devices:read',
    status: 200,
    answer: deviceDetail,
    problems: [404],
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
];
