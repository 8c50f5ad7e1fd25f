import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import compression from 'compression';
import { NodeRequest } from 'srvx/node';
import type { Answer } from './answer.ts';
import { answerPolicy, everyAnswer } from './security-headers.ts';

/** A call that is asked so often that what Next does around it would cost more than its answer. */
export interface DirectCall {
  method: 'GET' | 'POST';
  /** Of the path, in its plainest spelling: any other is Next's to understand. Its only group, if any, is the id. */
  path: RegExp;
  /** What goes wrong in it is an answer, too. */
  answer: (request: Request, context: { params: Promise<{ id?: string }> }) => Promise<Answer>;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

const compress = compression() as unknown as (...call: [...Parameters<Listener>, () => void]) => void;

/**
 * Has a server hand these calls to their routes itself: to the very functions that Next would call, with the headers
 * and the compression that Next would add. All else goes to whoever listened before.
 */
export function answerDirectly(server: Server, calls: readonly DirectCall[]): void {
  const others = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const found = findCall(calls, request);
    if (found !== null) {
      compress(request, response, () => {
        write(found, request, response).catch(() => response.writeHead(500).end());
      });
      return;
    }
    for (const listener of others) listener.call(server, request, response);
  });
}

interface FoundCall {
  call: DirectCall;
  params: { id?: string };
}

function findCall(calls: readonly DirectCall[], { method, url = '' }: IncomingMessage): FoundCall | null {
  const [path = ''] = url.split('?', 1);
  for (const call of calls) {
    const match = call.method === method ? call.path.exec(path) : null;
    const [, id] = match ?? [];
    if (match !== null) return { call, params: id === undefined ? {} : { id } };
  }
  return null;
}

async function write({ call, params }: FoundCall, ...[request, response]: Parameters<Listener>) {
  const given = new NodeRequest({ req: request, res: response });
  const { status, headers, body } = await call.answer(given, { params: Promise.resolve(params) });
  response.statusCode = status;
  for (const [name, value] of everyAnswer) response.setHeader(name, value);
  response.setHeader('content-security-policy', answerPolicy);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // Once, as bytes: of a text, node would count them first, and write its head apart from them.
  const bytes = Buffer.from(body);
  response.setHeader('content-length', bytes.byteLength);
  response.end(bytes);
}
