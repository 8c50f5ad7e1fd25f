import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { TenkoError } from '../../errors.ts';
import { problemAnswer } from '../route/problem.ts';
import { beginClosing, beginLeaving } from './stopping.ts';
import type { WebServer } from './web-server.ts';

export interface StopTimes {
  /** How long the process still takes connections while it says that it is not ready */
  delayMs: number;
  /** How long the requests under way may take after that */
  withinMs: number;
  /** How long connections without a request stay open after that: one may be on its way */
  idleMs?: number;
}

/** Connections are looked after this often */
const lookMs = 50;
/** For the last responses to leave */
const flushMs = 250;

/**
 * Follows the connections of a server. Returns what stops it: first it is not ready, so that balancers look elsewhere; then it
 * takes no more connections, and finishes what is under way. What lasts longer than it may is answered with 503.
 */
export function prepareStop(server: WebServer): (times: StopTimes) => Promise<void> {
  const underWay = new Set<ServerResponse>();
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    unused.delete(socket);
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });
  return async ({ delayMs, withinMs, idleMs = 1000 }) => {
    beginLeaving();
    await wait(delayMs);
    const closed = once(server, 'close').then(() => true);
    const began = performance.now();
    // Of `http.Server`, `close` would also cut connections on which a request may be on its way.
    NetServer.prototype.close.call(server);
    beginClosing();
    for (let isClosed = false; !isClosed && performance.now() - began < withinMs; ) {
      if (performance.now() - began >= idleMs) closeIdle(server, unused);
      isClosed = await Promise.race([closed, wait(lookMs, false)]);
    }
    if (underWay.size > 0) {
      for (const response of underWay) giveUp(response);
      await Promise.race([closed, wait(flushMs)]);
    }
    server.closeAllConnections();
  };
}

/** Browsers open connections before they have a request: to Node, these are not idle. */
function closeIdle(server: WebServer, unused: ReadonlySet<Socket>): void {
  server.closeIdleConnections();
  for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
}

function giveUp(response: ServerResponse): void {
  if (response.headersSent) return;
  const error = new TenkoError('server_stopping', 'This server is stopping. Send the request again.', {
    retryAfterMs: 1000,
  });
  const { status, headers, body } = problemAnswer(error, uuidv7());
  response.writeHead(status, { ...headers, connection: 'close' }).end(body);
}
