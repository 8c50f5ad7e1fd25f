import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { allowedMethods } from './allowed-methods.ts';
import { answerPolicy } from './security-headers.ts';
import type { WebResponse } from './web-response.ts';

const longestPath = 2_048;
const longestHost = 260;
const host = /^(?:[a-z\d](?:[a-z\d._-]*[a-z\d.])?|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** Read in one way by some, and in another by others: `//`, a backslash, and the segments `.` and `..`. */
const misleading = /\/\/|\\|\/\.\.?(?:\/|$)/;
const pageMethods = ['GET', 'HEAD'];
export const apiMethods = [...pageMethods, 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Why a request is not answered. */
export interface Unusable {
  status: 400 | 404 | 405;
  /** For the caller, the log and the audit log: none of the caller's own words */
  reason: string;
  /** Of 405 */
  allow?: string;
  /** Its address is one of the API's: the caller erred, and tried nothing */
  isSlip?: boolean;
}

const bad = (reason: string): Unusable => ({ status: 400, reason });

/**
 * Why this is no request that anything of ours could answer; null: it may be one. A target in absolute form that names
 * our own host becomes its path.
 */
export function unusableRequest(request: IncomingMessage): Unusable | null {
  return unusableHost(request) ?? unusableTarget(request) ?? unusableCall(request);
}

function unusableHost({ rawHeaders, headers, httpVersion }: IncomingMessage): Unusable | null {
  const { host: given } = headers;
  if (given === undefined) return httpVersion === '1.0' ? null : bad('The request has no host.');
  if (given.length > longestHost || !host.test(given)) return bad('The host is not valid.');
  let named = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') named += 1;
  }
  return named > 1 ? bad('The request has several hosts.') : null;
}

function unusableTarget(request: IncomingMessage): Unusable | null {
  const { url = '' } = request;
  const [, absoluteHost, rest] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (absoluteHost !== undefined && rest !== undefined) {
    if (absoluteHost.toLowerCase() !== request.headers.host?.toLowerCase()) {
      return bad('The address has another host.');
    }
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
  }
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (!path.startsWith('/')) return bad('The address is not a path.');
  if (path.length > longestPath) return bad('The path is too long.');
  return isUsable(path) ? null : bad('The path is not valid.');
}

function isUsable(path: string): boolean {
  try {
    const plain = path.includes('%') ? decodeURIComponent(path) : path;
    return !controls.test(plain) && !misleading.test(plain) && !path.includes('#');
  } catch {
    return false;
  }
}

function unusableCall({ method = '', url = '', headers }: IncomingMessage): Unusable | null {
  const methods = url.startsWith('/api/') ? apiMethods : pageMethods;
  // Tenko has no server actions of Next's; only Next's own code would ever ask for one.
  if (headers['next-action'] !== undefined) return bad('This server has no server actions.');
  if (!methods.includes(method)) {
    return { status: 405, reason: 'This address does not support this method.', allow: methods.join(', ') };
  }
  // Of Next's own addresses only the files of the build: no pictures are made here.
  if (url.startsWith('/_next/') && !url.startsWith('/_next/static/')) {
    return { status: 404, reason: 'Not found.' };
  }
  return null;
}

/** Why a request of the API is not answered, although its address is right; null: it may be. */
export function wrongMethod({ method = '', url = '' }: IncomingMessage): Unusable | null {
  const allowed = url.startsWith('/api/') ? allowedMethods(url.split('?', 1)[0] ?? '') : null;
  if (allowed === null || allowed.includes(method)) return null;
  const allow = allowed.join(', ');
  return { status: 405, reason: `This address supports ${allow}.`, allow, isSlip: true };
}

/** What could not even be read as a request */
interface Unreadable {
  requestId: string;
  status: number;
  reason: string;
  peer: string;
}

const statuses: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};
/** The caller went away: that is no error of anybody's. */
const goneAway = ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'HPE_INVALID_EOF_STATE'];

/**
 * Refuses what node can make no request of, and CONNECT, since this is no proxy. `refused` is called for each but those
 * that came too slowly. `isAnswering`: whether a part of an answer is on its way already, which must not be mixed with another.
 */
export function refuseUnreadable(
  server: Server<typeof IncomingMessage, typeof WebResponse>,
  isAnswering: (socket: Duplex) => boolean,
  refused: (unreadable: Unreadable) => void,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const { code = '' } = error;
    if (goneAway.includes(code) || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const status = statuses[code] ?? 400;
    const requestId = uuidv7();
    const reason = 'The request could not be read.';
    if (status !== 408) refused({ requestId, status, reason, peer: peerOf(socket) });
    refuse(socket, status, requestId);
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    const requestId = uuidv7();
    const reason = 'This server does not support CONNECT.';
    refused({ requestId, status: 405, reason, peer: peerOf(socket) });
    refuse(socket, 405, requestId);
  });
}

function refuse(socket: Duplex, status: number, requestId: string): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-length: 0',
    `x-request-id: ${requestId}`,
    'x-content-type-options: nosniff',
    `content-security-policy: ${answerPolicy}`,
    ...(status === 405 ? ['allow: GET, HEAD'] : []),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy());
}

function peerOf(socket: Duplex): string {
  return socket instanceof Socket ? (socket.remoteAddress ?? '') : '';
}
