import { overview } from '../overview.ts';
import type { Operation } from './operation.ts';

export const overviewOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/overview',
    summary: 'Totals and history, as the worker computed them last; computedAt says when',
    scope: 'devices:read',
    status: 200,
    answer: overview,
    problems: [],
  },
];
