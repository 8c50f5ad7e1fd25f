import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { answerDirectly, type DirectCall } from './direct-calls.ts';
import { peerHeader } from './peer-header.ts';
import { preparePage } from './prepare-page.ts';
import { proxiedHeader, wasProxied } from './proxied.ts';
import { strictTransport } from './security-headers.ts';

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
 * that is how Tenko is reached. `direct`: what is answered without Next.
 */
export function guardServer(https: boolean, direct: readonly DirectCall[] = []): void {
  if (guarding) return;
  guarding = true;
  const guarded = new WeakSet<Server>();
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Started;
    tell(request, peerHeader, request.socket.remoteAddress ?? '');
    tell(request, proxiedHeader, wasProxied(request.headers) ? 'yes' : 'no');
    preparePage(request, response);
    if (https) response.setHeader(...strictTransport);
    if (guarded.has(server)) return;
    guarded.add(server);
    if (direct.length > 0) answerDirectly(server, direct);
    server.headersTimeout = headMs;
    server.requestTimeout = requestMs;
  });
}

/** Both as node reads headers and as they came: a Request is made of either. */
function tell(request: IncomingMessage, name: string, value: string): void {
  const { rawHeaders } = request;
  if (request.headers[name] !== undefined) {
    for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
      if (rawHeaders[index]?.toLowerCase() === name) rawHeaders.splice(index, 2);
    }
  }
  rawHeaders.push(name, value);
  request.headers[name] = value;
}
