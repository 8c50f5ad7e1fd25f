import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { AddressRefused, mayReach, type Reach } from './address-reach.ts';
import { networkFailureOf } from './network-failure.ts';
import { openWayOut, type ProxySettings } from './way-out.ts';

export interface OutboundRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Asks for a compressed answer, and unpacks it */
  compressed?: boolean;
  /** Of the unpacked answer; a longer one throws AnswerTooLarge. Default: any */
  maxBytes?: number;
  /** The answer is only read up to here, and the rest of it is not waited for */
  cutAt?: number;
}

/** More was sent than the caller asked for at most. */
export class AnswerTooLarge extends Error {
  override name = 'AnswerTooLarge';
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`the answer is longer than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

export interface OutboundAnswer {
  status: number;
  /** Lower-case names */
  headers: Record<string, string>;
  text: string;
}

export interface OutboundOptions {
  /** For the whole exchange, in ms */
  timeoutMs: number;
  /** Default: no proxy */
  proxies?: ProxySettings | undefined;
  /** How far calls may go; default: anywhere. Names are looked at as a connection is made, unless a proxy resolves them */
  reach?: Reach | undefined;
  /** Takes the place of the proxies and of our pools of kept-alive connections */
  dispatcher?: Dispatcher | undefined;
}

export interface OutboundClient {
  /** Throws NetworkFailure, with `maxBytes` AnswerTooLarge, and nothing else. Any status is an answer. */
  send: (request: OutboundRequest) => Promise<OutboundAnswer>;
  /** Host and port of the proxy that a call to this address goes through; null: none */
  proxyOf: (url: string) => string | null;
}

const noProxies: ProxySettings = { proxies: { https: null, http: null }, except: '' };

/** An HTTP client for servers out there. */
export function createOutboundClient(options: OutboundOptions): OutboundClient {
  const { timeoutMs, proxies, reach, dispatcher } = options;
  const way = openWayOut(proxies ?? noProxies, reach);
  const proxyOf = (url: string) => (dispatcher === undefined ? way.proxyOf(new URL(url)) : null);
  const send = async (asked: OutboundRequest): Promise<OutboundAnswer> => {
    const { method, url, headers = {}, body, compressed = false, maxBytes, cutAt } = asked;
    const startedAt = performance.now();
    try {
      // Nothing is looked up for an address without a name.
      if (reach !== undefined && !mayReach(reach, new URL(url).hostname)) throw new AddressRefused();
      const response = await request(url, {
        method,
        dispatcher: dispatcher ?? way.dispatcherOf(new URL(url)),
        headers: compressed ? { 'accept-encoding': 'gzip, br', ...headers } : headers,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      const flat = flatten(response.headers);
      const text = await readText(unpacked(response.body, flat['content-encoding']), { maxBytes, cutAt });
      return { status: response.statusCode, headers: flat, text };
    } catch (error) {
      if (error instanceof AnswerTooLarge) throw error;
      const tookMs = performance.now() - startedAt;
      throw networkFailureOf(error, { host: new URL(url).host, proxy: proxyOf(url), tookMs });
    }
  };
  return { send, proxyOf };
}

/** undici's own interceptor for this is still experimental, and says so on stderr of every process. */
function unpacked(body: Dispatcher.ResponseData['body'], encoding: string | undefined): Readable {
  const unpacker =
    encoding === 'gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : undefined;
  // A fault reaches the reader by the unpacker's own error.
  return unpacker === undefined ? body : pipeline(body, unpacker, () => undefined);
}

async function readText(
  body: Readable,
  {
    maxBytes = Number.POSITIVE_INFINITY,
    cutAt = Number.POSITIVE_INFINITY,
  }: { maxBytes: number | undefined; cutAt: number | undefined },
): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop ends the connection: nothing more is read.
    if (length > maxBytes) throw new AnswerTooLarge(maxBytes);
    chunks.push(chunk);
    if (length >= cutAt) break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks, Math.min(length, cutAt)));
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs);
}
