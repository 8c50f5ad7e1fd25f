import { directCall } from '#lib/http/server/direct-calls';
import { GET as metrics } from '../metrics/route.ts';
import { POST as checkIns } from './v1/check-ins/route.ts';
import { GET as device } from './v1/devices/[id]/route.ts';
import { GET as devices } from './v1/devices/route.ts';
import { POST as imports } from './v1/imports/route.ts';

/** What feeds and pages ask all the time; and files, which come in here with the backpressure of their socket. */
export const directCalls = [
  directCall(devices),
  directCall(device),
  directCall(checkIns),
  directCall(imports),
  directCall(metrics),
];
