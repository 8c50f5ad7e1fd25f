import type { EntraDevice } from '../domain/azure-gateway.ts';
import { errorOfAnswer, unreadableAnswer } from './answer-error.ts';
import type { HttpAnswer } from './http-client.ts';

/** https://learn.microsoft.com/graph/filter-query-parameter: at most 15 values in one `in`. */
const idsPerFilter = 15;
/** https://learn.microsoft.com/graph/json-batching: at most 20 requests. */
const requestsPerBatch = 20;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const select =
  'id,deviceId,displayName,isCompliant,isManaged,approximateLastSignInDateTime,complianceExpirationDateTime';

/** An authorized call below the Graph URL; throws AzureError for all that is not a success. */
export type GraphCall = (method: 'GET' | 'POST', path: string, body?: string) => Promise<HttpAnswer>;

/**
 * Reads devices by Azure device id. All or nothing: a throttled part of a batch throws `throttled` for the whole.
 * What is not a GUID cannot be in Entra, and would have Graph refuse its neighbors too: it is left out.
 */
export async function readEntraDevices(
  ids: readonly string[],
  call: GraphCall,
  clock: () => number,
): Promise<EntraDevice[]> {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => guid.test(id));
  const paths = chunk(wanted, idsPerFilter).map(pathFor);
  const [first] = paths;
  if (first === undefined) return [];
  if (paths.length === 1) {
    const answer = await call('GET', `/v1.0${first}`);
    return readPage(answer);
  }
  const devices: EntraDevice[] = [];
  for (const some of chunk(paths, requestsPerBatch)) devices.push(...(await readBatch(some, call, clock)));
  return devices;
}

function pathFor(ids: string[]): string {
  const filter = encodeURIComponent(`deviceId in (${ids.map((id) => `'${id}'`).join(',')})`);
  return `/devices?$filter=${filter}&$select=${select}`;
}

interface BatchPart {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

async function readBatch(paths: string[], call: GraphCall, clock: () => number): Promise<EntraDevice[]> {
  const requests = paths.map((url, index) => ({ id: String(index), method: 'GET', url }));
  const answer = await call('POST', '/v1.0/$batch', JSON.stringify({ requests }));
  const parts = (parse(answer) as { responses?: BatchPart[] } | null)?.responses;
  if (!Array.isArray(parts) || parts.length !== paths.length) throw unreadableAnswer(answer);
  const answers = parts.map((part) => answerOfPart(part, answer));
  const refused = answers.filter(({ status }) => status !== 200);
  const errors = refused.map((part) => errorOfAnswer('read_devices', part, clock()));
  // Of several refusals the longest wait holds
  errors.sort((a, b) => (b.facts.retryAfterMs ?? -1) - (a.facts.retryAfterMs ?? -1));
  if (errors[0] !== undefined) throw errors[0];
  return answers.flatMap(readPage);
}

function answerOfPart(part: BatchPart, whole: HttpAnswer): HttpAnswer {
  const headers = Object.entries(part.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const text = JSON.stringify(part.body ?? null);
  return { status: part.status, headers: Object.fromEntries(headers), text, trace: whole.trace };
}

function readPage(answer: HttpAnswer): EntraDevice[] {
  const value = (parse(answer) as { value?: Record<string, unknown>[] } | null)?.value;
  if (!Array.isArray(value)) throw unreadableAnswer(answer);
  return value.map((device) => ({
    azureDeviceId: String(device.deviceId).toLowerCase(),
    isCompliant: flag(device.isCompliant),
    isManaged: flag(device.isManaged),
  }));
}

function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function parse(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    throw unreadableAnswer(answer);
  }
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
