import { z } from 'zod';
import { checkIn, checkInAnswer } from '../check-in.ts';
import type { Operation } from './operation.ts';

const batch = z.strictObject({ checkIns: z.array(checkIn).min(1).max(1000) });

export const checkInOperations: Operation[] = [
  {
    method: 'post',
    path: '/api/v1/check-ins',
    summary: 'Take 1 to 1000 check-ins; each is judged alone',
    scope: 'check-ins:write',
    body: batch,
    status: 200,
    answer: checkInAnswer,
    problems: [400, 413],
  },
];
