import type { DirectCall } from '#lib/http/server/direct-calls';
import { POST as checkIns } from './v1/check-ins/route.ts';
import { GET as device } from './v1/devices/[id]/route.ts';
import { GET as devices } from './v1/devices/route.ts';

/** What feeds and pages ask all the time. */
export const directCalls: readonly DirectCall[] = [
  { method: 'GET', path: /^\/api\/v1\/devices$/, answer: devices.answer },
  { method: 'GET', path: /^\/api\/v1\/devices\/([\da-fA-F-]{36})$/, answer: device.answer },
  { method: 'POST', path: /^\/api\/v1\/check-ins$/, answer: checkIns.answer },
];
