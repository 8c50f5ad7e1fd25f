import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isGuid, objectIdOf } from '../guid.ts';
import {
  type Answer,
  type Call,
  parseJson,
  type Route,
  refuse,
  refuseBreach,
  type Sandbox,
} from '../sandbox-context.ts';
import type { DeviceRow } from '../sandbox-store.ts';
import { hasSentinel } from '../sentinels.ts';
import { settleMessagesOf, type WrittenDevice } from '../settlement.ts';
import type { ExtensionAttributes } from './device-objects.ts';

const attributeName = z
  .string()
  .regex(/^extensionAttribute([1-9]|1[0-5])$/, 'not extensionAttribute1 to extensionAttribute15');
/** https://learn.microsoft.com/graph/api/resources/onpremisesextensionattributes: at most 1,024 characters. */
export const attributesBody = z.record(attributeName, z.string().min(1).max(1024).nullable());

const writeBody = z
  .strictObject({
    isCompliant: z.boolean().optional(),
    isManaged: z.boolean().optional(),
    extensionAttributes: attributesBody.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, { message: 'nothing to write' });

const writes: Pick<Route, 'name' | 'method' | 'audience' | 'apiVersion' | 'roles' | 'faults'> = {
  name: 'write-device',
  method: 'PATCH',
  audience: 'graph',
  apiVersion: null,
  roles: ['Device.ReadWrite.All'],
  faults: ['graph', 'device-write'],
};

/** Writes to device objects, by either of their ids. https://learn.microsoft.com/graph/api/device-update */
export const deviceWriteRoutes: readonly Route[] = [
  {
    ...writes,
    path: /^\/v1\.0\/devices\/([^/]+)$/,
    handle: (sandbox, call) => {
      const objectId = (call.params[0] ?? '').toLowerCase();
      return writeDevice(sandbox, objectIdOf(objectId), call);
    },
  },
  {
    ...writes,
    path: /^\/v1\.0\/devices\(deviceId='([^']*)'\)$/,
    handle: (sandbox, call) => writeDevice(sandbox, (call.params[0] ?? '').toLowerCase(), call),
  },
];

function writeDevice(sandbox: Sandbox, deviceId: string, call: Call): Answer {
  const { writeLimit, writeCounts, clock, store } = sandbox;
  const wait = writeLimit.take(clock());
  if (wait !== null) {
    writeCounts.throttled += 1;
    const refusal = refuse(429, 'TooManyRequests', 'Too many requests.');
    return withShare(sandbox, { ...refusal, headers: { 'retry-after': String(wait) } });
  }
  if (isGuid(deviceId)) settleMessagesOf(sandbox, [deviceId]);
  const answer = store.transact(() => decideWrite(sandbox, deviceId, call));
  writeCounts[answer.status === 204 ? 'taken' : 'refused'] += 1;
  return withShare(sandbox, answer);
}

function withShare({ writeLimit }: Sandbox, answer: Answer): Answer {
  const share = writeLimit.load();
  if (share === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'x-ms-throttle-limit-percentage': share.toFixed(2) } };
}

function decideWrite(sandbox: Sandbox, deviceId: string, call: Call): Answer {
  const { store } = sandbox;
  const body = writeBody.safeParse(parseJson(call.body));
  if (!body.success) {
    const [issue] = body.error.issues;
    const where = issue?.path.join('.') || 'body';
    return refuseBreach(sandbox, 'Request_BadRequest', `devices: ${where}: ${issue?.message ?? 'invalid'}`);
  }
  if (!isGuid(deviceId))
    return refuseBreach(sandbox, 'Request_BadRequest', `Invalid object identifier '${deviceId}'.`);
  store.objects.register(deviceId, sandbox.clock());
  const row = store.device(deviceId);
  if (row === null) return refuse(404, 'Request_ResourceNotFound', `Resource '${deviceId}' does not exist.`);
  const { extensionAttributes: attributes, ...flags } = body.data;
  const writesFlags = Object.keys(flags).length > 0;
  const refusal = refusalOf(sandbox, row, writesFlags, attributes);
  if (refusal !== null) return refusal;
  if (writesFlags && row.os === '') store.objects.setFacts(deviceId, { operatingSystem: 'Windows' });
  keep(sandbox, row, { deviceId, ...flags, attributes });
  return { status: 204 };
}

function refusalOf(
  { flagWritesAllowed }: Sandbox,
  { name, os, id }: DeviceRow,
  writesFlags: boolean,
  attributes: ExtensionAttributes | undefined,
): Answer | null {
  if (hasSentinel(name, 'reject'))
    return refuse(400, 'SandboxRejected', 'A device asked to be rejected by its name.');
  if (hasSentinel(name, 'fail')) return refuse(400, 'SandboxFailure', `Device ${id} could not be written.`);
  if (writesFlags && !flagWritesAllowed)
    return refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  // The system of some is not known: a write makes them Windows devices
  if (writesFlags && !['', 'windows'].includes(os.toLowerCase())) {
    const words = 'Properties other than ExtendedAttribute1..15 can be modified only on windows devices';
    return refuse(400, 'Request_BadRequest', words);
  }
  if (attributes !== undefined && os.toLowerCase() === 'linux')
    return refuse(400, 'Request_BadRequest', 'Extension attributes cannot be modified on linux devices.');
  return null;
}

/** Reads show it after the same delay as what a message reported, in the order in which both came. */
function keep(sandbox: Sandbox, row: DeviceRow, written: WrittenDevice): void {
  const { store, pending } = sandbox;
  const now = sandbox.clock();
  const isStuck = hasSentinel(row.name, 'stuck');
  const id = `write ${randomUUID()}`;
  store.addMessage({
    id,
    hash: '',
    devices: JSON.stringify([written]),
    receivedAt: now,
    settlesAt: isStuck ? null : now + sandbox.settleDelayMs,
    outcome: 'Completed',
    errorCode: null,
    errorDetail: null,
  });
  store.objects.countWrite(row.id);
  if (isStuck) return;
  pending.add(id, [row.id]);
}
