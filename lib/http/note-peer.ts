import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Whom the socket of a request belongs to. Set here on every request, whatever the request itself says. */
export const peerHeader = 'x-tenko-peer';

let noting = false;

/**
 * Next hands route handlers no socket, and takes a caller's own word for where it comes from. So each request is told
 * its peer before Next sees it.
 */
export function notePeers(): void {
  if (noting) return;
  noting = true;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[peerHeader] = request.socket.remoteAddress ?? '';
  });
}
