import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import type { RouteAnswer } from '../route/route-answer.ts';
import { answerPolicy, everyAnswer, strictTransport } from './security-headers.ts';
import { isLeaving } from './stopping.ts';

type Chunk = string | Uint8Array;
type Done = () => void;
type Written = (error: Error | null | undefined) => void;
type HeaderFields = OutgoingHttpHeaders | OutgoingHttpHeader[];

const always = [...everyAnswer, ['content-security-policy', answerPolicy]] as const;

/**
 * A response with the headers that say what browsers must not do with it, made by a route, Next, or Node itself. Where nothing
 * set a policy of contents, nothing in it may run.
 */
export class WebResponse extends ServerResponse<IncomingMessage> {
  #copy: Buffer[] | null = null;
  #replacement: (() => Promise<RouteAnswer> | null) | null = null;
  #replaced = false;

  protected defaults(): readonly (readonly [string, string])[] {
    return always;
  }

  /** Hands on a whole answer of 200 as it is sent. */
  copyTo(done: (body: Buffer) => void): void {
    this.#copy = [];
    this.once('finish', () => {
      if (this.statusCode === 200 && this.#copy !== null) done(Buffer.concat(this.#copy));
    });
  }

  /** Sends another answer in place of one that has not begun yet, if there is one when it would begin. */
  replaceBy(other: () => Promise<RouteAnswer> | null): void {
    this.#replacement = other;
  }

  override write(chunk: Chunk, done?: Written): boolean;
  override write(chunk: Chunk, encoding: BufferEncoding, done?: Written): boolean;
  override write(chunk: Chunk, second?: BufferEncoding | Written, done?: Written): boolean {
    if (this.#isReplaced()) return true;
    this.#copy?.push(Buffer.from(chunk));
    return typeof second === 'string' ? super.write(chunk, second, done) : super.write(chunk, second ?? done);
  }

  override end(done?: Done): this;
  override end(chunk: Chunk, done?: Done): this;
  override end(chunk: Chunk, encoding: BufferEncoding, done?: Done): this;
  override end(first?: Chunk | Done, second?: BufferEncoding | Done, done?: Done): this {
    if (this.#isReplaced()) return this;
    const ended = typeof second === 'function' ? second : done;
    if (typeof first === 'function') return super.end(first);
    if (first === undefined || first === null) return super.end(ended);
    this.#copy?.push(Buffer.from(first));
    return typeof second === 'string' ? super.end(first, second, ended) : super.end(first, ended);
  }

  override writeHead(status: number, reason?: string, headers?: HeaderFields): this;
  override writeHead(status: number, headers?: HeaderFields): this;
  override writeHead(status: number, second?: string | HeaderFields, headers?: HeaderFields): this {
    if (this.#isReplaced()) return this;
    if (!this.headersSent) this.#addDefaults();
    return typeof second === 'string'
      ? super.writeHead(status, second, headers)
      : super.writeHead(status, second);
  }

  #isReplaced(): boolean {
    if (this.#replaced || this.#replacement === null || this.headersSent) return this.#replaced;
    const answer = this.#replacement();
    if (answer === null) return false;
    this.#replaced = true;
    const failed: RouteAnswer = { status: 503, headers: {}, body: '' };
    answer.catch(() => failed).then((other) => this.#send(other));
    return true;
  }

  /** Past whatever was put around this answer, such as what would pack it. */
  #send({ status, headers, body }: RouteAnswer): void {
    for (const name of this.getHeaderNames()) this.removeHeader(name);
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    this.setHeader('content-length', Buffer.byteLength(body));
    this.#addDefaults();
    super.writeHead(status);
    super.end(body);
  }

  #addDefaults(): void {
    // The caller's next request then goes to another process.
    if (isLeaving()) this.shouldKeepAlive = false;
    const isOfApi = this.req.url?.startsWith('/api/') === true;
    if (isOfApi && !this.hasHeader('x-request-id')) this.setHeader('x-request-id', uuidv7());
    for (const [name, value] of this.defaults()) if (!this.hasHeader(name)) this.setHeader(name, value);
  }
}

const alwaysOverHttps = [...always, strictTransport];

/** The same where Tenko is reached over https: browsers must stay there. */
export class HttpsWebResponse extends WebResponse {
  protected override defaults(): readonly (readonly [string, string])[] {
    return alwaysOverHttps;
  }
}
