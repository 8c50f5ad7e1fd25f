import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { AuthorizationCodes } from './authorization-codes.ts';
import { answerControl } from './control.ts';
import { dispatch, type Outcome } from './dispatch.ts';
import { Faults } from './faults.ts';
import { WriteLimit } from './graph/write-limit.ts';
import { MdmWorld } from './mdm/mdm-world.ts';
import { PendingDevices } from './pending-devices.ts';
import { type Answer, refuse, type Sandbox } from './sandbox-context.ts';
import { SandboxStore } from './sandbox-store.ts';
import { rememberPending } from './settlement.ts';

const maxBodyBytes = 4 * 1024 * 1024;

export interface SandboxOptions {
  /** PEM texts for TLS; see ensureCertificate */
  certificate: string;
  key: string;
  /** SQLite file; `:memory:` forgets */
  file: string;
  /** ms from acceptance to Completed or Failed */
  settleDelayMs: number;
  maxDevicesPerMessage?: number;
  /** ms since 1970 */
  clock?: () => number;
}

export interface RunningSandbox {
  /** https://localhost:port */
  url: string;
  port: number;
}

export interface SandboxServer {
  store: SandboxStore;
  faults: Faults;
  /** Requests by name of route, since the start */
  requests: ReadonlyMap<string, number>;
  /** App roles taken away from the app */
  revokedRoles: Set<string>;
  /** The systems that devices are read from */
  mdm: MdmWorld;
  /** A call to /sandbox/…, without the wire */
  control(method: string, path: string, body?: object): Promise<Answer>;
  /** Port 0: any free one. Rejects if the address is taken. */
  listen(port: number, host: string): Promise<RunningSandbox>;
  /** Cuts open connections, and closes the store. */
  close(): Promise<void>;
}

/** A simulated Entra, Graph and Intune on one HTTPS address. */
export function createSandbox(options: SandboxOptions): SandboxServer {
  const store = new SandboxStore(options.file);
  const sandbox: Sandbox = {
    store,
    faults: new Faults(),
    pending: new PendingDevices(),
    signingKey: store.signingKey(),
    codes: new AuthorizationCodes(),
    clock: options.clock ?? Date.now,
    settleDelayMs: options.settleDelayMs,
    maxDevicesPerMessage: options.maxDevicesPerMessage ?? 1000,
    revokedRoles: new Set(),
    blind: false,
    premium: true,
    graphLoad: null,
    opaqueTokens: false,
    partners: { others: [] },
    writeLimit: new WriteLimit(),
    flagWritesAllowed: true,
    writeCounts: { taken: 0, refused: 0, throttled: 0 },
    askedWhatIfAt: Number.NEGATIVE_INFINITY,
    requests: new Map(),
    mails: [],
    mdm: new MdmWorld(),
  };
  rememberPending(store, sandbox.pending);
  const server = createServer({ cert: options.certificate, key: options.key, keepAliveTimeout: 65_000 });
  server.on('request', (request, response) => {
    serve(sandbox, request, response).catch((error: unknown) => {
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  });
  return {
    store,
    faults: sandbox.faults,
    requests: sandbox.requests,
    revokedRoles: sandbox.revokedRoles,
    mdm: sandbox.mdm,
    control: (method, path, body) =>
      answerControl(sandbox, method, new URL(path, 'https://localhost'), JSON.stringify(body ?? {})),
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          const bound = (server.address() as AddressInfo).port;
          resolve({ url: `https://localhost:${bound}`, port: bound });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          store.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function serve(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const outcome = body === null ? tooLarge : await decide(sandbox, request, body);
  if ('cut' in outcome) {
    if (outcome.cut === 'reset') request.socket.destroy();
    return;
  }
  if ('delayMs' in outcome) await setTimeout(outcome.delayMs, undefined, { ref: false });
  const text = outcome.html ?? (outcome.json === undefined ? '' : JSON.stringify(outcome.json));
  const type = outcome.html === undefined ? 'application/json' : 'text/html';
  const ours = request.headers['client-request-id'];
  response.writeHead(outcome.status, {
    ...(text === '' ? {} : { 'content-type': `${type}; charset=utf-8` }),
    'content-length': Buffer.byteLength(text),
    'request-id': randomUUID(),
    date: new Date(sandbox.clock()).toUTCString(),
    ...(ours === undefined ? {} : { 'client-request-id': ours }),
    ...outcome.headers,
  });
  response.end(text);
}

const tooLarge: Answer = refuse(413, 'RequestEntityTooLarge', 'The body is larger than 4 MiB.');

function decide(sandbox: Sandbox, request: IncomingMessage, body: string): Outcome | Promise<Outcome> {
  const origin = `https://${request.headers.host ?? 'localhost'}`;
  const target = request.url ?? '/';
  const isWhole = URL.canParse(target, origin) && !/%(?![0-9a-f]{2})/i.test(target);
  if (!isWhole) return refuse(400, 'BadRequest', 'Not an address.');
  const url = new URL(target, origin);
  const method = request.method ?? 'GET';
  if (url.pathname.startsWith('/sandbox/')) {
    return isLoopback(request.socket.remoteAddress)
      ? answerControl(sandbox, method, url, body)
      : refuse(403, 'Forbidden', 'Only from the same machine.');
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  return dispatch(sandbox, url.pathname, { method, query: url.searchParams, headers, body, origin });
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

/** The whole body; null: larger than allowed. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size > maxBodyBytes ? null : Buffer.concat(chunks).toString('utf8');
}
