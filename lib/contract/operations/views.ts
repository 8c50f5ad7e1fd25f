import { z } from 'zod';
import { policyNames } from '../policy-names.ts';
import { savedView, viewInput, viewList } from '../view.ts';
import type { Operation } from './operation.ts';

const view = '/api/v1/views/{id}';

export const viewOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/views',
    summary:
      'The views that everybody has, one’s own and the shared ones, each with how many devices it shows',
    scope: 'devices:read',
    status: 200,
    answer: viewList,
    problems: [],
  },
  {
    method: 'post',
    path: '/api/v1/views',
    summary: 'Save a view; sharing it needs the scope admin',
    scope: 'devices:read',
    body: viewInput,
    status: 201,
    answer: savedView,
    problems: [400, 409],
  },
  {
    method: 'put',
    path: view,
    summary: 'Change a view: one’s own, or with the scope admin a shared one',
    scope: 'devices:read',
    body: viewInput,
    status: 200,
    answer: savedView,
    problems: [400, 404, 409],
  },
  {
    method: 'delete',
    path: view,
    summary: 'Delete a view: one’s own, or with the scope admin a shared one',
    scope: 'devices:read',
    status: 200,
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
  {
    method: 'get',
    path: '/api/v1/policy-names',
    summary: 'Policies that devices violate, as suggestions for the filter: of those that checked in last',
    scope: 'devices:read',
    status: 200,
    answer: policyNames,
    problems: [],
  },
];
