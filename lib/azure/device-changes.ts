import type { EntraChanges, ListedDevice } from '#lib/domain/azure/azure-gateway';
import { systemOfEntra } from '#lib/domain/azure/entra-only';
import { unreadableAnswer } from './answer-error.ts';
import { deviceProperties, entraDeviceOf, highestLoad } from './device-reader.ts';
import type { HttpAnswer } from './http-client.ts';
import { readList, readObject, textOrNull, timeOf } from './read-answer.ts';

/** https://learn.microsoft.com/graph/delta-query-overview: the most that a page of devices may hold. */
const pageSize = 999;
/** Of a link that is no longer known: `410 Gone`, or 400 for one that Graph cannot read. */
const forgottenStatuses = [400, 410];

/** The request for a page. Null: the link leads elsewhere than to this Graph, and a token must not go there. */
export function changesRequest(graphUrl: string, link: string | null) {
  if (link !== null && !isOfGraph(link, graphUrl)) return null;
  const first = `${graphUrl}/v1.0/devices/delta?$select=${deviceProperties},operatingSystem`;
  return {
    method: 'GET' as const,
    url: link ?? first,
    headers: { prefer: `odata.maxpagesize=${pageSize}` },
    accepts: link === null ? [200] : [200, ...forgottenStatuses],
  };
}

/** Null: the link is no longer known. Throws AzureError for a page that cannot be read. */
export function readChanges(answer: HttpAnswer, graphUrl: string): Omit<EntraChanges, 'blind'> | null {
  if (answer.status !== 200) return null;
  const page = readObject(answer);
  const nextLink = textOrNull(page['@odata.nextLink']);
  const link = nextLink ?? textOrNull(page['@odata.deltaLink']);
  if (link === null || !isOfGraph(link, graphUrl)) throw unreadableAnswer(answer);
  // The last entry of an object counts: https://learn.microsoft.com/graph/delta-query-overview#replays
  const entries = new Map<string, ListedDevice | 'removed'>();
  for (const item of readList(answer)) {
    if (typeof item.id !== 'string') continue;
    // An object without a device id is no device that anybody asks about.
    const entry = item['@removed'] === undefined ? listedDeviceOf(item) : 'removed';
    if (entry !== null) entries.set(item.id, entry);
  }
  const devices = [...entries.values()].filter((entry) => entry !== 'removed');
  const removed = [...entries].flatMap(([id, entry]) => (entry === 'removed' ? [id] : []));
  return { devices, removed, next: { link, isLast: nextLink === null }, load: highestLoad([answer]) };
}

function listedDeviceOf(item: Record<string, unknown>): ListedDevice | null {
  const device = entraDeviceOf(item);
  if (device === null) return null;
  const lastSignInAt = timeOf(item.approximateLastSignInDateTime);
  return {
    ...device,
    name: textOrNull(item.displayName),
    os: systemOfEntra(textOrNull(item.operatingSystem)),
    lastSignInAt: lastSignInAt !== null && lastSignInAt.getTime() > 0 ? lastSignInAt : null,
  };
}

function isOfGraph(link: string, graphUrl: string): boolean {
  return URL.canParse(link) && new URL(link).origin === new URL(graphUrl).origin;
}
