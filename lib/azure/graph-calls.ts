import {
  type AzureGateway,
  type Partner,
  type PartnerHealth,
  type PartnerState,
  partnerStates,
} from '#lib/domain/azure/azure-gateway';
import { showsNoFlags } from '#lib/domain/devices/entra-problem';
import { errorOfAnswer, unreadableAnswer } from './answer-error.ts';
import type { AuthorizedRequest } from './authorized-call.ts';
import type { AzureCall } from './call-permissions.ts';
import { changesRequest, readChanges } from './device-changes.ts';
import { readEntraDevices } from './device-reader.ts';
import { createDeviceWrites } from './graph/device-writes.ts';
import { readSignIns } from './graph/sign-ins.ts';
import { askWhatIf } from './graph/what-if.ts';
import type { HttpAnswer } from './http-client.ts';
import type { Wire } from './partner-call.ts';
import { readList, readObject, textOrNull, timeOf } from './read-answer.ts';

type GraphCalls = Pick<
  AzureGateway,
  | 'findUserObjectId'
  | 'findUserContact'
  | 'sendMail'
  | 'partnerHealth'
  | 'readDevices'
  | 'deleteDevice'
  | 'signIns'
  | 'readDeviceChanges'
  | 'whatIf'
  | 'writeDevices'
  | 'readTags'
>;

/**
 * A name that begins with `$` goes in parentheses and quotes, since OData takes `/$…` for an option of its own:
 * https://learn.microsoft.com/graph/api/user-get#http-request. All others go into a segment, encoded whole (`#EXT#`, `+`).
 */
function userPath(userPrincipalName: string): string {
  if (!userPrincipalName.startsWith('$')) return `/users/${encodeURIComponent(userPrincipalName)}`;
  return `/users('${encodeURIComponent(userPrincipalName.replaceAll("'", "''"))}')`;
}

interface GraphRequest extends Pick<AuthorizedRequest, 'method' | 'headers' | 'body'> {
  /** Default: v1.0 */
  version?: 'beta';
  path: string;
  /** Default: 200 only */
  accepts?: readonly number[];
}

export function createGraphCalls(wire: Wire): GraphCalls {
  const ask = async (call: AzureCall, request: GraphRequest): Promise<HttpAnswer> => {
    const { version = 'v1.0', path, accepts = [200], ...rest } = request;
    const answer = await wire.call(call, 'graph', { ...rest, url: `${wire.graphUrl}/${version}${path}` });
    if (accepts.includes(answer.status)) return answer;
    throw errorOfAnswer(call, answer, wire.clock());
  };
  return {
    findUserObjectId: async (userPrincipalName) => {
      const path = `${userPath(userPrincipalName)}?$select=id`;
      const answer = await ask('find_user', { method: 'GET', path, accepts: [200, 404] });
      if (answer.status === 404) return null;
      const { id } = readObject(answer);
      if (typeof id !== 'string') throw unreadableAnswer(answer);
      return id;
    },
    findUserContact: async (userPrincipalName) => {
      const path = `${userPath(userPrincipalName)}?$select=mail,preferredLanguage`;
      const answer = await ask('find_user', { method: 'GET', path, accepts: [200, 404] });
      if (answer.status === 404) return null;
      const { mail, preferredLanguage } = readObject(answer);
      return { mail: textOrNull(mail), language: textOrNull(preferredLanguage) };
    },
    sendMail: async (mailbox, message) => {
      const answer = await ask('send_mail', {
        method: 'POST',
        path: `${userPath(mailbox)}/sendMail`,
        headers: { 'content-type': 'text/plain' },
        body: message.toString('base64'),
        accepts: [202],
      });
      return answer.trace;
    },
    partnerHealth: async () => {
      const path = '/deviceManagement/complianceManagementPartners';
      const answer = await ask('partner_health', { method: 'GET', path });
      return readPartnerHealth(answer, await wire.partnerName());
    },
    readDevices: async (azureDeviceIds, { tags } = { tags: false }) => {
      const read = await readEntraDevices(
        { ids: azureDeviceIds, tags },
        (request) => ask('read_devices', request),
        wire.clock,
      );
      return { ...read, blind: showsNoFlags(read.devices) && !(await wire.mayReadFlags()) };
    },
    ...createDeviceWrites({
      write: (request) => ask('write_devices', request),
      read: (request) => ask('read_tags', request),
      clock: wire.clock,
    }),
    whatIf: (query) => askWhatIf(query, (request) => ask('what_if', { ...request, version: 'beta' })),
    signIns: (query) => readSignIns(query, (request) => ask('sign_ins', request)),
    readDeviceChanges: async (link) => {
      const asked = changesRequest(wire.graphUrl, link);
      if (asked === null) return null;
      const { accepts, ...request } = asked;
      const answer = await wire.call('read_devices', 'graph', request);
      if (!accepts.includes(answer.status)) throw errorOfAnswer('read_devices', answer, wire.clock());
      const changes = readChanges(answer, wire.graphUrl);
      if (changes === null) return null;
      return { ...changes, blind: showsNoFlags(changes.devices) && !(await wire.mayReadFlags()) };
    },
    deleteDevice: async (objectId) => {
      const path = `/devices/${encodeURIComponent(objectId)}`;
      const answer = await ask('delete_device', { method: 'DELETE', path, accepts: [200, 204, 404] });
      return answer.status !== 404;
    },
  };
}

/** Which of several entries of one name speaks: the one that is most alive. */
const liveliness = {
  enabled: 6,
  unresponsive: 5,
  unavailable: 4,
  unknown: 3,
  rejected: 2,
  terminated: 1,
} satisfies Record<PartnerState, number>;

/**
 * Reads a list of complianceManagementPartners. None says which app it is: ours is known by its name alone, and where
 * none has it, by nothing. `ownName`: null where it is not known.
 */
export function readPartnerHealth(answer: HttpAnswer, ownName: string | null): PartnerHealth {
  const partners = readList(answer).map(
    ({ displayName, partnerState, lastHeartbeatDateTime }): Partner => ({
      name: textOrNull(displayName),
      state: textOrNull(partnerState),
      lastHeartbeatAt: timeOf(lastHeartbeatDateTime),
    }),
  );
  const ours = partners.filter(({ name }) => ownName !== null && isSameName(name, ownName));
  const [own = null] = ours.toSorted((a, b) => rankOf(b) - rankOf(a) || lastOf(b) - lastOf(a));
  return { trace: answer.trace, partners, own };
}

function isSameName(name: string | null, other: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();
  return name !== null && plain(name) === plain(other);
}

function rankOf({ state }: Partner): number {
  const known = partnerStates.find((one) => one === state);
  return known === undefined ? 0 : liveliness[known];
}

function lastOf({ lastHeartbeatAt }: Partner): number {
  return lastHeartbeatAt?.getTime() ?? 0;
}
