import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { strictTransport } from './security-headers.ts';

/** Whom the socket of a request belongs to. Set here on every request, whatever the request itself says. */
export const peerHeader = 'x-tenko-peer';

/** A slow caller holds a connection so long at most, in ms: until its head is there, and until its body is. */
const headMs = 15_000;
const requestMs = 60_000;

interface Started {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

let guarding = false;

/**
 * What has to happen before Next sees a request. Next hands route handlers no socket, and takes a caller's own word for
 * where it comes from: so each request is told its peer. Over https, browsers are told to stay there. `https`: whether
 * that is how Tenko is reached.
 */
export function guardServer(https: boolean): void {
  if (guarding) return;
  guarding = true;
  const guarded = new WeakSet<Server>();
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Started;
    request.headers[peerHeader] = request.socket.remoteAddress ?? '';
    if (https) response.setHeader(...strictTransport);
    if (guarded.has(server)) return;
    guarded.add(server);
    server.headersTimeout = headMs;
    server.requestTimeout = requestMs;
  });
}
