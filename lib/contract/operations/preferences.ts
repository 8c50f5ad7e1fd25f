import { preferences } from '../preferences.ts';
import type { Operation } from './operation.ts';

export const preferenceOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/preferences',
    summary: 'How the caller wants the console',
    scope: 'devices:read',
    status: 200,
    answer: preferences,
    problems: [],
  },
  {
    method: 'put',
    path: '/api/v1/preferences',
    summary: 'Keep choices of the caller; what is left out stays',
    scope: 'devices:read',
    body: preferences,
    status: 200,
    answer: preferences,
    problems: [400],
  },
];
