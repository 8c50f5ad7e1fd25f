import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type Authority, authenticate, Refusal } from '#lib/auth/authenticate';
import { readCookie, sessionCookieName } from '#lib/auth/session-cookie';
import { type Operation, pathParameters } from '#lib/contract/operation';
import {
  type AnswerOf,
  type BodyOf,
  type OperationName,
  type OperationOf,
  operations,
  type ParameterOf,
  type QueryOf,
} from '#lib/contract/operations';
import type { Scope } from '#lib/domain/people/scope';
import { TenkoError } from '#lib/errors';
import { limitedAddress } from '../limits/call-limit.ts';
import { callerOrigin } from '../limits/caller-address.ts';
import { noteRefusal } from '../limits/note-refusal.ts';
import { requestContext } from '../server/request-context.ts';
import { logFailure, problemAnswer } from './problem.ts';
import { parseInput, queryOf, readJson, readUpload } from './read-input.ts';
import { type RouteAnswer, toResponse } from './route-answer.ts';
import { loggedAnswer, tracedAnswer } from './traced-answer.ts';
import { type WebRuntime, webRuntime } from './web-runtime.ts';
import { whileAllowed } from './while-allowed.ts';

type Parameter = keyof typeof pathParameters;

/** What a verb is called with. `id`, `runId`, `noteId` and `name` are there where the path has them. */
export type Call<Query = unknown, Body = unknown, Own extends Parameter = never> = {
  [P in Own]: string;
} & WebRuntime & {
    authority: Authority;
    query: Query;
    body: Body;
    now: Date;
    /** Ends when the caller goes away */
    signal: AbortSignal;
  };
export type CallOf<N extends OperationName> = Call<QueryOf<N>, BodyOf<N>, ParameterOf<N>>;

/** What a route needs to know of its operation */
type Guard = Pick<Operation, 'scope' | 'status' | 'query' | 'body' | 'upload'> & { name?: OperationName };

/** Next resolves `params` to undefined where the path has none. */
type Context = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
/** Created once: a schema is compiled at its first use. */
const noQuery = z.strictObject({});
const noBody = z.strictObject({}).optional();

interface Handler<Result> {
  (request: Request, context: Context): Promise<Response>;
  access: Scope;
  /** It takes a file, which may be long on its way */
  isUpload: boolean;
  /** The same, but JSON does not become a Response; see `answerDirectly` */
  answer: (request: Request, context: Context) => Promise<Result extends Response ? Response : RouteAnswer>;
}

/** What a verb returns: the answer, or a Response where that is not JSON */
type ResultOf<N extends OperationName> = OperationOf<N> extends { media: unknown } ? Response : AnswerOf<N>;

/** Serves an operation: authenticate → authorize → parse → one verb → JSON, or problem+json. */
export function route<N extends OperationName>(
  name: N,
  run: (call: CallOf<N>) => Promise<ResultOf<N>>,
): Handler<ResultOf<N>> & { operation: N } {
  return serve(name, run);
}

/** The same for a verb whose result becomes a Response; see `downloadRoute`. */
export function serve<N extends OperationName, Result>(
  name: N,
  run: (call: CallOf<N>) => Promise<Result>,
): Handler<Result> & { operation: N } {
  const handler = guardedRoute({ ...operations[name], name }, (call) => run(call as CallOf<N>));
  return Object.assign(handler, { operation: name });
}

/** The same for what is not in the API's document. */
export function guardedRoute<Result>(
  operation: Guard,
  run: (call: Call) => Promise<Result>,
): Handler<Result> {
  const give = async (request: Request, context: Context): Promise<RouteAnswer | Response> => {
    const requestId = uuidv7();
    if (operation.name !== undefined) requestContext().route.path = pathOf(operation.name);
    try {
      const result = await resultOf(operation, run, request, context, requestId);
      if (result instanceof Response) return withRequestId(await withoutBody(request, result), requestId);
      return {
        status: operation.status ?? 200,
        headers: {
          'content-type': 'application/json',
          'x-request-id': requestId,
          'cache-control': 'no-store',
        },
        body: JSON.stringify(result),
      };
    } catch (error) {
      await noteRefusal(webRuntime(), error, request);
      const limited = overWrongKeys(webRuntime(), error);
      if (limited !== null) return problemAnswer(limited, requestId);
      if (!(error instanceof TenkoError)) {
        logFailure(error, { requestId, path: new URL(request.url).pathname });
      }
      return problemAnswer(error, requestId);
    }
  };
  const answer = (request: Request, context: Context) =>
    tracedAnswer(operation.name, request, () =>
      loggedAnswer(operation.name, request, () => give(request, context)),
    );
  const handle = async (request: Request, context: Context) => {
    const given = await answer(request, context);
    return given instanceof Response ? given : toResponse(given);
  };
  return Object.assign(handle, {
    access: operation.scope,
    isUpload: operation.upload !== undefined,
    answer: answer as Handler<Result>['answer'],
  });
}

function pathOf(name: OperationName): string {
  return name.slice(name.indexOf(' ') + 1);
}

/** An unknown address, which only callers who may read learn about. */
export const unknownRoute = guardedRoute({ scope: 'devices:read' }, () =>
  Promise.reject(new TenkoError('not_found', 'This API has no such address.')),
);

/** Next serves HEAD by GET: the body must not even start. */
async function withoutBody(request: Request, response: Response): Promise<Response> {
  if (request.method !== 'HEAD') return response;
  await response.body?.cancel();
  return new Response(null, response);
}

function withRequestId(response: Response, requestId: string): Response {
  response.headers.set('x-request-id', requestId);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}

async function resultOf<Result>(
  operation: Guard,
  run: (call: Call) => Promise<Result>,
  request: Request,
  context: Context,
  requestId: string,
): Promise<Result> {
  const runtime = webRuntime();
  const now = new Date();
  const { headers, method } = request;
  const credentials = {
    method,
    authorization: headers.get('authorization'),
    sessionSecret: readCookie(headers.get('cookie'), sessionCookieName(runtime.publicUrl)),
    limits: runtime.signIn.session,
    origin: headers.get('origin'),
    ownOrigins: ownOrigins(request, runtime.publicUrl),
    requestId,
    from: callerOrigin(headers, runtime.trustedProxies),
  };
  const authority = await authenticate(runtime.db, operation.scope, credentials, now);
  limitCalls(runtime, authority, now);
  const query = parseInput(operation.query ?? noQuery, queryOf(new URL(request.url)));
  const isAllowed = () =>
    authenticate(runtime.db, operation.scope, { ...credentials, isRecheck: true }, new Date()).then(
      () => true,
    );
  const body = await bodyOf(operation, request, isAllowed);
  const parameters = parametersOf(await context.params);
  const call = { ...runtime, ...parameters, authority, query, body, now, signal: request.signal };
  const result = await run(call).catch((error: unknown) => {
    throw attributed(error, authority);
  });
  return (result instanceof Response ? guarded(result, isAllowed) : result) as Result;
}

async function bodyOf({ body, upload }: Guard, request: Request, isAllowed: () => Promise<boolean>) {
  if (upload !== undefined) return readUpload(request, upload, isAllowed);
  const schema = body ?? noBody;
  return parseInput(schema, await readJson(request, schema.safeParse(undefined).success));
}

/** A long response ends with the session or key of its caller. */
function guarded(response: Response, isAllowed: () => Promise<boolean>): Response {
  if (response.body === null) return response;
  const isFile = response.headers.has('content-disposition');
  return new Response(whileAllowed(response.body, { isAllowed, isFile }), response);
}

/** Limits the calls a minute of a session or key. */
function limitCalls({ limits }: WebRuntime, { session, actor }: Authority, now: Date): void {
  if (session !== null) limits.session.take(session.id, now.getTime());
  else limits.key.take(actor.id ?? actor.name, now.getTime());
}

/**
 * Wrong keys are counted for each address, by the address of the caller; null: there may be more. A key that is right is
 * looked at first, so that nobody is kept out by what others behind the same address try.
 */
function overWrongKeys({ limits }: WebRuntime, error: unknown): TenkoError | null {
  if (!(error instanceof Refusal) || error.code !== 'not_authenticated') return null;
  try {
    limits.wrongKey.take(limitedAddress(error.actor.from?.address ?? null), Date.now());
    return null;
  } catch (tooMany) {
    return tooMany instanceof TenkoError ? tooMany : null;
  }
}

/** What a verb does not allow is also a refusal, with the caller as its actor. */
function attributed(error: unknown, { actor }: Authority): unknown {
  const refused = error instanceof TenkoError && error.code === 'not_authorized';
  return refused ? new Refusal(error.code, error.message, actor) : error;
}

/** An invalid id or name is not found. */
function parametersOf(params: Awaited<Context['params']>): Partial<Record<Parameter, string>> {
  const given = (Object.keys(pathParameters) as Parameter[]).flatMap((parameter) => {
    const value = params?.[parameter];
    return value === undefined ? [] : [[parameter, readParameter(parameter, value)] as const];
  });
  return Object.fromEntries(given);
}

function readParameter(parameter: Parameter, value: unknown): string {
  const parsed = pathParameters[parameter].safeParse(value);
  if (!parsed.success) throw new TenkoError('not_found', `Not found: ${parameter}.`);
  return parsed.data;
}

/** The public address, and the one that the browser used: the same machine may be reached by several names. */
export function ownOrigins(request: Request, publicUrl: string): string[] {
  const host = request.headers.get('host');
  const scheme = publicUrl.startsWith('https:') ? 'https' : 'http';
  return [new URL(publicUrl).origin, ...(host === null ? [] : [`${scheme}://${host}`])];
}

type PublicHandler = (request: Request) => Promise<Response>;

/** A route that needs no session or key. Declared explicitly, so that none is public by accident. */
export function publicRoute(handle: PublicHandler): PublicHandler & { access: 'public' } {
  return Object.assign((request: Request) => handle(request), { access: 'public' as const });
}
