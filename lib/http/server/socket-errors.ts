import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerPolicy } from './security-headers.ts';
import type { WebResponse } from './web-response.ts';

/** What could not even be read as a request */
export interface Unreadable {
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
    if (status !== 408) refused({ status, reason: 'The request could not be read.', peer: peerOf(socket) });
    refuse(socket, status);
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    refused({ status: 405, reason: 'This server does not support CONNECT.', peer: peerOf(socket) });
    refuse(socket, 405);
  });
}

function refuse(socket: Duplex, status: number): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-length: 0',
    'x-content-type-options: nosniff',
    `content-security-policy: ${answerPolicy}`,
    ...(status === 405 ? ['allow: GET, HEAD'] : []),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy());
}

function peerOf(socket: Duplex): string {
  return socket instanceof Socket ? (socket.remoteAddress ?? '') : '';
}
