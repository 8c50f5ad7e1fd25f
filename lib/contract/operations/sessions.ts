import { endedSession, sessionPage, sessionQuery } from '../session.ts';
import type { Operation } from './operation.ts';

export const sessionOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/sessions',
    summary: 'Who is signed in: one’s own sessions, or for admins everyone’s',
    scope: 'devices:read',
    query: sessionQuery,
    status: 200,
    answer: sessionPage,
    problems: [400],
  },
  {
    method: 'delete',
    path: '/api/v1/sessions/{id}',
    summary: 'End a session: one’s own, or as an admin anyone’s',
    scope: 'devices:read',
    status: 200,
    answer: endedSession,
    problems: [404],
  },
];
