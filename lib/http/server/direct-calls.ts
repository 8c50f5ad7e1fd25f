import type { IncomingMessage, ServerResponse } from 'node:http';
import compression from 'compression';
import { NodeRequest } from 'srvx/node';
import type { RouteAnswer } from '../route/route-answer.ts';

/** A call that is asked so often that what Next does around it would cost more than its answer. */
export interface DirectCall {
  method: string;
  /** Of the path, in its plainest spelling: any other is Next's to understand. Its only group, if any, is the id. */
  path: RegExp;
  /** It takes a file, which may be long on its way */
  isUpload?: boolean;
  /** What goes wrong in it is an answer, too. */
  answer: (request: Request, context: { params: Promise<{ id?: string }> }) => Promise<RouteAnswer>;
}

/** A route as the server calls it without Next, at the address that its operation declares. */
export function directCall(
  route: { operation: string } & Pick<DirectCall, 'answer' | 'isUpload'>,
): DirectCall {
  const [method = '', path = ''] = route.operation.split(' ');
  const pattern = path.replace('{id}', String.raw`([\da-fA-F-]{36})`);
  const { answer, isUpload = false } = route;
  return { method, path: new RegExp(`^${pattern}$`), answer, isUpload };
}

export interface FoundCall {
  call: DirectCall;
  params: { id?: string };
}

/** As Next compresses: the package needs no more of its types, which are Express's, than what node makes. */
interface Compression {
  compress(request: IncomingMessage, response: ServerResponse, next: () => void): void;
}
const compressor: Compression = { compress: compression() };

/** The call that a request is; null: it is for Next. */
export function findCall(calls: readonly DirectCall[], request: IncomingMessage): FoundCall | null {
  const { method, url = '' } = request;
  const [path = ''] = url.split('?', 1);
  for (const call of calls) {
    const match = call.method === method ? call.path.exec(path) : null;
    const [, id] = match ?? [];
    if (match !== null) return { call, params: id === undefined ? {} : { id } };
  }
  return null;
}

/** Hands a call to its route: to the very function that Next would call, with the compression that Next would add. */
export function answerDirectly(found: FoundCall, request: IncomingMessage, response: ServerResponse): void {
  compressor.compress(request, response, () => {
    write(found, request, response).catch(() => {
      // A server that stops may have answered in its place.
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
}

async function write({ call, params }: FoundCall, request: IncomingMessage, response: ServerResponse) {
  const given = new NodeRequest({ req: request, res: response });
  const { status, headers, body } = await call.answer(given, { params: Promise.resolve(params) });
  if (response.headersSent) return;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // Once, as bytes: of a text, node would count them first, and write its head apart from them.
  const bytes = Buffer.from(body);
  response.setHeader('content-length', bytes.byteLength);
  response.end(bytes);
  if (call.isUpload === true && !request.complete) await discardRest(given, request);
}

/** How long the rest of a file that was refused may take, in ms */
const restMs = 60_000;

/** Browsers read an answer only once they have sent everything: what still comes is read, and dropped. */
async function discardRest({ body }: Request, request: IncomingMessage): Promise<void> {
  const timer = setTimeout(() => request.destroy(), restMs).unref();
  try {
    for await (const _ of body ?? []);
  } catch {
    // The caller went away, or somebody else still reads it.
    request.destroy();
  } finally {
    clearTimeout(timer);
  }
}
