import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { TenkoError } from '../../errors.ts';
import { metrics } from '../../telemetry/metrics.ts';
import { problemAnswer, problemOf } from '../route/problem.ts';
import { answerDirectly, type DirectCall, type FoundCall, findCall } from './direct-calls.ts';
import { inRequest, type RequestContext, requestContext, socketPeer, wasProxied } from './request-context.ts';
import { isPagePath, preparePage } from './security-headers.ts';
import {
  apiMethods,
  refuseUnreadable,
  type Unusable,
  unusableRequest,
  wrongMethod,
} from './unusable-request.ts';
import { HttpsWebResponse, WebResponse } from './web-response.ts';

/** A slow caller holds a connection so long at most, in ms: until its head is there, and until its body, or a file, is. */
const headMs = 15_000;
export const longestBody = { bodyMs: 60_000, uploadMs: 30 * 60_000 };

type Handler = (request: IncomingMessage, response: WebResponse) => Promise<void>;
export type WebServer = Server<typeof IncomingMessage, typeof WebResponse>;

/** A request that was refused before anything of ours saw it */
export interface RefusedRequest {
  status: number;
  reason: string;
  requestId: string;
  peer: string;
  /** Null where it could not be read */
  request: IncomingMessage | null;
}

export interface WebServerOptions {
  /** Whether Tenko is reached over https */
  https: boolean;
  /** It listens on a Unix socket, so that a proxy passes on each request */
  onUnixSocket?: boolean;
  /** What is answered without Next */
  direct: readonly DirectCall[];
  /** Calls that may take a file, also those that Next answers; default: those of `direct` */
  uploads?: readonly DirectCall[];
  pages: Handler;
  /** Next: all other routes, and static files */
  others: Handler;
  refused: (refused: RefusedRequest) => void;
  /** Next itself, not a page or route, could not answer. */
  failed: (error: unknown, requestId: string) => void;
  /** How often times are looked after, in ms */
  checkEveryMs?: number;
  /** How long a body, and a file, may take, in ms */
  longest?: typeof longestBody;
  /** Lets Next's hot reload and error overlay through. Never in production. */
  development?: boolean;
}

/** Addresses of Next's own tools, which exist in development only: hot reload, stack traces, the error overlay. */
const developmentTool = /^\/(?:_next\/|__nextjs_)/;

/** The server of the web process. Whatever must hold for each request is here, and Next gets what is left. */
export function createWebServer(options: WebServerOptions): WebServer {
  const { https, refused, checkEveryMs = 5_000, development = false } = options;
  const { longest = longestBody, uploads = [] } = options;
  const answering = new WeakMap<Duplex, ServerResponse>();
  const server = createServer({
    ServerResponse: https ? HttpsWebResponse : WebResponse,
    headersTimeout: Math.min(headMs, longest.uploadMs),
    // The longest of all; everything else has less time: see `endIfSlow`.
    requestTimeout: longest.uploadMs,
    connectionsCheckingInterval: checkEveryMs,
    // Longer than the 60 s for which proxies use a connection again (nginx, balancers of clouds): what they send into one that
    // is closed at this moment would fail.
    keepAliveTimeout: 65_000,
    // The host is checked here, so that a refusal is logged, too.
    requireHostHeader: false,
    // This server speaks HTTP/1.1 only; an offer to use another protocol is answered in this one.
    shouldUpgradeCallback: ({ url = '' }) => development && url.startsWith('/_next/hmr'),
  });
  server.on('request', (request, response) => {
    const route = measured(request, response);
    answering.set(request.socket, response);
    if (development && developmentTool.test(request.url ?? '')) {
      options.others(request, response).catch((error) => fail(options, error, response));
      return;
    }
    const refusal = unusableRequest(request);
    const call = refusal === null ? findCall(options.direct, request) : null;
    const unusable = refusal ?? (call === null ? wrongMethod(request) : null);
    const upload = call ?? findCall(uploads, request);
    if (upload?.call.isUpload !== true) endIfSlow(server, request, longest.bodyMs);
    if (unusable === null) answer(options, { found: call, route }, request, response);
    else refuse(options, unusable, request, response);
  });
  const isAnswering = (socket: Duplex) => {
    const response = answering.get(socket);
    return response?.headersSent === true && !response.writableFinished;
  };
  refuseUnreadable(server, isAnswering, (unreadable) => refused({ ...unreadable, request: null }));
  return server;
}

/** Refuses a body that does not come in time as node refuses one itself. */
function endIfSlow(server: WebServer, request: IncomingMessage, ms: number): void {
  const { headers, socket } = request;
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return;
  const timer = setTimeout(() => {
    if (request.complete) return;
    const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    server.emit('clientError', error, socket);
  }, ms).unref();
  request.once('close', () => clearTimeout(timer));
}

function answer(
  options: WebServerOptions,
  { found, route }: { found: FoundCall | null; route: RequestContext['route'] },
  request: IncomingMessage,
  response: WebResponse,
): void {
  const context = {
    route,
    ...preparePage(request, response, options.development),
    peer: peerOf(request, options.onUnixSocket),
    proxied: options.onUnixSocket === true || wasProxied(request),
  };
  inRequest(context, () => {
    answerFailedPage(request, response);
    if (found !== null) answerDirectly(found, request, response);
    else {
      const handle = isPagePath(request.url ?? '/') ? options.pages : options.others;
      handle(request, response).catch((error) => fail(options, error, response));
    }
  });
}

/** A socket over TCP that was closed has no address either: it must not count as a Unix socket. */
function peerOf({ socket }: IncomingMessage, onUnixSocket = false): string {
  return onUnixSocket ? socketPeer : (socket.remoteAddress ?? '');
}

/** A stream of changes lasts as long as its page is open. */
const endless = '/api/v1/changes';

/**
 * Measures a request until its answer is sent. By the declared path of its operation, and for all else by what it is: never by
 * the address, of which there are endless many. Returns where the operation is to be noted.
 */
function measured(request: IncomingMessage, response: ServerResponse): RequestContext['route'] {
  const began = performance.now();
  const route: RequestContext['route'] = { path: null };
  response.once('close', () => {
    const { method = '', url = '/' } = request;
    const labels = {
      route: route.path ?? kindOf(url),
      method: apiMethods.includes(method) ? method : 'other',
      status: response.headersSent ? response.statusCode : 'none',
    };
    if (route.path !== endless) metrics.httpRequests.observe(labels, (performance.now() - began) / 1000);
  });
  return route;
}

function kindOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  if (/^\/api\/health\/(?:live|ready)$/.test(path)) return path;
  if (path.startsWith('/api/auth/')) return 'sign-in';
  if (path.startsWith('/api/')) return 'other';
  return isPagePath(path) ? 'page' : 'static';
}

const codes = { 400: 'invalid_input', 404: 'not_found', 405: 'method_not_allowed' } as const;

function refuse(
  { refused, onUnixSocket }: WebServerOptions,
  { status, reason, allow, isSlip = false }: Unusable,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const requestId = uuidv7();
  if (!isSlip) refused({ status, reason, requestId, peer: peerOf(request, onUnixSocket), request });
  const body = JSON.stringify(problemOf(new TenkoError(codes[status], reason), requestId));
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-request-id': requestId,
    // Whatever else it sends is not read; of a slip, node reads and drops the body.
    ...(isSlip ? {} : { connection: 'close' }),
    ...(allow === undefined ? {} : { allow }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function fail({ failed }: WebServerOptions, error: unknown, response: ServerResponse): void {
  // A caller that breaks off is no error.
  if (response.destroyed || response.writableFinished) return;
  const requestId = uuidv7();
  failed(error, requestId);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, body } = problemAnswer(error, requestId);
  response.writeHead(status, headers).end(body);
}

/**
 * A page that the database kept from being made is answered with 503 and the page that says so, at its own address: Next
 * knows only 500. Called within the request's context. What a browser asks for to go on from a page that is open already
 * is told there: see `error.tsx`.
 */
export function answerFailedPage(request: IncomingMessage, response: WebResponse): void {
  const context = requestContext();
  if (context.page === null || request.headers.rsc !== undefined) return;
  response.replaceBy(() => context.replacement);
}
