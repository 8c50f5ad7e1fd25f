import { connectionState, lastPreflight, preflightAnswer, provisionAnswer } from '../connection.ts';
import type { Operation } from './operation.ts';

export const connectionOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/connection',
    summary: 'The link to Azure',
    scope: 'devices:read',
    status: 200,
    answer: connectionState,
    problems: [],
  },
  onConnection('pause', 'Stop reporting'),
  onConnection('resume', 'Go on with reporting'),
  onConnection('resync', 'Report every managed device again'),
  {
    method: 'get',
    path: '/api/v1/connection/preflight',
    summary: 'What the last check of the link found, when, and for whom',
    scope: 'devices:read',
    status: 200,
    answer: lastPreflight,
    problems: [],
  },
  {
    ...onConnection('preflight', 'Check the whole link by using it; what fails stands in the answer'),
    answer: preflightAnswer,
    problems: [],
  },
  {
    ...onConnection('provision', 'Switch partner management on for the tenant'),
    answer: provisionAnswer,
    problems: [502],
  },
  {
    ...onConnection('deprovision', 'Pause reporting, and switch partner management off for the tenant'),
    problems: [502],
  },
];

function onConnection(verb: string, summary: string): Operation {
  const path = `/api/v1/connection/${verb}`;
  return {
    method: 'post',
    path,
    summary,
    scope: 'admin',
    status: 200,
    answer: connectionState,
    problems: [],
  };
}
