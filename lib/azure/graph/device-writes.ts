import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { DeviceWrite, DeviceWriteResult, TaggableDevice } from '#lib/domain/azure/device-writes';
import { errorOfAnswer, unreadableAnswer } from '../answer-error.ts';
import { permissionOf } from '../call-permissions.ts';
import {
  answerOfPart,
  attributesOf,
  type BatchPart,
  flag,
  type GraphCall,
  guid,
  highestLoad,
  idsPerFilter,
  requestsPerBatch,
} from '../device-reader.ts';
import type { HttpAnswer } from '../http-client.ts';
import { readList, readObject, textOrNull } from '../read-answer.ts';

/** Besides 5xx. 401: the token ended within the batch; a batch that is refused as a whole never gets here. */
const passingStatuses = [401, 408];
const tagProperties = 'id,deviceId,extensionAttributes,isCompliant,isManaged,trustType,operatingSystem';

interface Calls {
  write: GraphCall;
  read: GraphCall;
  /** ms since 1970 */
  clock: () => number;
}

/** Writes to device objects of Entra: https://learn.microsoft.com/graph/api/device-update */
export function createDeviceWrites({
  write,
  read,
  clock,
}: Calls): Pick<AzureGateway, 'writeDevices' | 'readTags'> {
  return {
    writeDevices: async (writes) => {
      if (writes.length === 0 || writes.length > requestsPerBatch)
        throw new RangeError(`a batch has 1 to ${requestsPerBatch} writes, not ${writes.length}`);
      const body = JSON.stringify({ requests: writes.map(requestFor) });
      const whole = await write({ method: 'POST', path: '/$batch', body });
      const parts = partsOf(whole);
      const results = writes.map(({ azureDeviceId }, index) =>
        resultOf(azureDeviceId, parts.get(String(index)), clock()),
      );
      return { trace: whole.trace, load: highestLoad([whole, ...parts.values()]), results };
    },
    readTags: async (azureDeviceIds) => {
      const ids = [...new Set(azureDeviceIds.map((id) => id.toLowerCase()))].filter((id) => guid.test(id));
      if (ids.length === 0 || ids.length > idsPerFilter)
        throw new RangeError(`a filter has 1 to ${idsPerFilter} device ids, not ${ids.length}`);
      const filter = encodeURIComponent(`deviceId in (${ids.map((id) => `'${id}'`).join(',')})`);
      const path = `/devices?$filter=${filter}&$select=${tagProperties}`;
      const answer = await read({ method: 'GET', path });
      return { trace: answer.trace, devices: new Map(readList(answer).map((item) => tagsOf(item, answer))) };
    },
  };
}

function requestFor({ azureDeviceId, flags, extensionAttributes }: DeviceWrite, index: number) {
  const key = encodeURIComponent(azureDeviceId.toLowerCase().replaceAll("'", "''"));
  const attributes = [...(extensionAttributes ?? [])].map(([number, value]) => [
    `extensionAttribute${number}`,
    value,
  ]);
  return {
    id: String(index),
    method: 'PATCH',
    url: `/devices(deviceId='${key}')`,
    headers: { 'Content-Type': 'application/json' },
    body: {
      ...flags,
      ...(attributes.length === 0 ? {} : { extensionAttributes: Object.fromEntries(attributes) }),
    },
  };
}

/** By the ids of the requests: responses come in any order, and one may be missing or unreadable. */
function partsOf(whole: HttpAnswer): Map<string, HttpAnswer> {
  const { responses } = readObject(whole);
  if (!Array.isArray(responses)) throw unreadableAnswer(whole);
  const parts = responses.filter(isPart).map((part): [string, HttpAnswer] => {
    const answer = answerOfPart(part, whole);
    // A Retry-After date is seen from Microsoft's clock, which only the whole tells
    const date = whole.headers.date === undefined ? {} : { date: whole.headers.date };
    return [part.id, { ...answer, headers: { ...date, ...answer.headers } }];
  });
  return new Map(parts);
}

function isPart(value: unknown): value is BatchPart {
  if (typeof value !== 'object' || value === null) return false;
  const { id, status, headers = {} } = value as Partial<BatchPart>;
  return typeof id === 'string' && Number.isInteger(status) && typeof headers === 'object';
}

function resultOf(azureDeviceId: string, answer: HttpAnswer | undefined, now: number): DeviceWriteResult {
  if (answer === undefined) {
    const detail = 'Microsoft did not respond to this part of the batch';
    return { azureDeviceId, outcome: 'passing', code: 'no_answer', detail };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return { azureDeviceId, outcome: 'written' };
  if (status === 404) return { azureDeviceId, outcome: 'not_in_entra' };
  const { code, detail, retryAfterMs } = errorOfAnswer('write_devices', answer, now).facts;
  if (status === 429) return { azureDeviceId, outcome: 'throttled', retryAfterMs };
  if (status === 403)
    return { azureDeviceId, outcome: 'forbidden', code, detail, permission: permissionOf.write_devices };
  const isFinal = status >= 400 && status < 500 && !passingStatuses.includes(status);
  return { azureDeviceId, outcome: isFinal ? 'refused' : 'passing', code, detail };
}

function tagsOf(item: Record<string, unknown>, answer: HttpAnswer): [string, TaggableDevice] {
  const { deviceId, extensionAttributes, isCompliant, isManaged, trustType, operatingSystem } = item;
  if (typeof deviceId !== 'string') throw unreadableAnswer(answer);
  const device = {
    extensionAttributes: attributesOf(extensionAttributes),
    isCompliant: flag(isCompliant),
    isManaged: flag(isManaged),
    trustType: textOrNull(trustType),
    operatingSystem: textOrNull(operatingSystem),
  };
  return [deviceId.toLowerCase(), device];
}
