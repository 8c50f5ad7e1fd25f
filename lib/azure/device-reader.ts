import { chunk } from 'es-toolkit';
import type { EntraDevice, EntraDevices } from '#lib/domain/azure/azure-gateway';
import { errorOfAnswer, unreadableAnswer } from './answer-error.ts';
import type { HttpAnswer } from './http-client.ts';
import { readList, readObject, textOrNull } from './read-answer.ts';
import { keptAnswerLength, withoutTokens } from './without-tokens.ts';

/** https://learn.microsoft.com/graph/filter-query-parameter: at most 15 values in one `in`. */
export const idsPerFilter = 15;
/** https://learn.microsoft.com/graph/json-batching: at most 20 requests. */
export const requestsPerBatch = 20;

/** An Azure device id, in lower case. */
export const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const deviceProperties =
  'id,deviceId,displayName,isCompliant,isManaged,accountEnabled,approximateLastSignInDateTime,complianceExpirationDateTime';

/** An authorized call below Graph's version; throws AzureError for all that is not a success. */
export type GraphCall = (request: {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}) => Promise<HttpAnswer>;

/**
 * Reads devices by Azure device id. All or nothing: a throttled part of a batch throws `throttled` for the whole.
 * What is not a GUID cannot be in Entra, and would have Graph refuse its neighbors too: it is left out.
 */
export async function readEntraDevices(
  { ids, tags }: { ids: readonly string[]; tags: boolean },
  call: GraphCall,
  clock: () => number,
): Promise<Omit<EntraDevices, 'blind'>> {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => guid.test(id));
  const paths = chunk(wanted, idsPerFilter).map((some) => pathFor(some, tags));
  const answers: HttpAnswer[] = [];
  const loads: HttpAnswer[] = [];
  if (paths.length === 1) answers.push(await call({ method: 'GET', path: paths[0] ?? '' }));
  else
    for (const some of chunk(paths, requestsPerBatch)) {
      const { whole, parts } = await readBatch(some, call, clock);
      answers.push(...parts);
      loads.push(whole);
    }
  return { devices: answers.flatMap(readPage), load: highestLoad([...answers, ...loads]) };
}

function pathFor(ids: string[], tags: boolean): string {
  const filter = encodeURIComponent(`deviceId in (${ids.map((id) => `'${id}'`).join(',')})`);
  return `/devices?$filter=${filter}&$select=${deviceProperties}${tags ? ',extensionAttributes,trustType' : ''}`;
}

/** One response inside a batch. */
export interface BatchPart {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

async function readBatch(
  paths: string[],
  call: GraphCall,
  clock: () => number,
): Promise<{ whole: HttpAnswer; parts: HttpAnswer[] }> {
  const requests = paths.map((url, index) => ({ id: String(index), method: 'GET', url }));
  const whole = await call({ method: 'POST', path: '/$batch', body: JSON.stringify({ requests }) });
  const { responses } = readObject(whole) as { responses?: BatchPart[] };
  if (!Array.isArray(responses) || responses.length !== paths.length) throw unreadableAnswer(whole);
  const parts = responses.map((part) => answerOfPart(part, whole));
  const refused = parts.filter(({ status }) => status !== 200);
  const errors = refused.map((part) => errorOfAnswer('read_devices', part, clock()));
  // Of several refusals the longest wait holds
  errors.sort((a, b) => (b.facts.retryAfterMs ?? -1) - (a.facts.retryAfterMs ?? -1));
  if (errors[0] !== undefined) throw errors[0];
  return { whole, parts };
}

/** The trace is the part's own: the batch as a whole went well. */
export function answerOfPart(
  { status, headers = {}, body = null }: BatchPart,
  whole: HttpAnswer,
): HttpAnswer {
  const text = JSON.stringify(body);
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    text,
    trace: { ...whole.trace, status, answer: withoutTokens(text, keptAnswerLength) },
  };
}

function readPage(answer: HttpAnswer): EntraDevice[] {
  return readList(answer).map((item) => {
    const device = entraDeviceOf(item);
    // What is deleted by its id must not be guessed
    if (device === null) throw unreadableAnswer(answer);
    return device;
  });
}

/** A device as Graph describes it; null: without its ids. */
export function entraDeviceOf(item: Record<string, unknown>): EntraDevice | null {
  const { id, deviceId, isCompliant, isManaged, accountEnabled, complianceExpirationDateTime } = item;
  const { extensionAttributes, trustType } = item;
  if (typeof id !== 'string' || typeof deviceId !== 'string') return null;
  return {
    azureDeviceId: deviceId.toLowerCase(),
    objectId: id,
    isCompliant: flag(isCompliant),
    isManaged: flag(isManaged),
    enabled: flag(accountEnabled),
    complianceExpiresAt: time(complianceExpirationDateTime),
    ...(extensionAttributes !== undefined && {
      attributes: attributesOf(extensionAttributes),
      trustType: textOrNull(trustType),
    }),
  };
}

/** The extension attributes that are set, by number. */
export function attributesOf(value: unknown): ReadonlyMap<number, string> {
  const set = Object.entries(typeof value === 'object' && value !== null ? value : {}).flatMap(
    ([name, content]): [number, string][] => {
      const number = /^extensionAttribute(\d{1,2})$/.exec(name)?.[1];
      const text = textOrNull(content);
      return number === undefined || text === null ? [] : [[Number(number), text]];
    },
  );
  return new Map(set);
}

/** https://learn.microsoft.com/graph/throttling: told by those answers that are near the limit. */
export function highestLoad(answers: readonly HttpAnswer[]): number | null {
  const told = answers.map(({ headers }) =>
    Number.parseFloat(headers['x-ms-throttle-limit-percentage'] ?? ''),
  );
  const loads = told.filter(Number.isFinite);
  return loads.length === 0 ? null : Math.max(...loads);
}

export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The year 1 is Graph's way of saying that there is none, in places; a time that cannot be read tells nothing. */
function time(value: unknown): Date | null {
  const at = typeof value === 'string' ? new Date(value) : null;
  return at !== null && at.getTime() > 0 ? at : null;
}
