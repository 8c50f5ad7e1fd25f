import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { authenticate } from '#lib/auth/authenticate';
import type { Authority } from '#lib/auth/authority';
import { Refusal } from '#lib/auth/refusal';
import { readCookie, sessionCookieName } from '#lib/auth/session-cookie';
import { text, uuid } from '#lib/contract/primitives';
import type { Scope } from '#lib/domain/people/scope';
import { TenkoError } from '#lib/errors';
import { limitedAddress } from '../limits/call-limit.ts';
import { callerOrigin } from '../limits/caller-address.ts';
import { noteRefusal } from '../limits/note-refusal.ts';
import { logFailure } from './log-failure.ts';
import { problemAnswer } from './problem.ts';
import { parseInput, queryOf, readJson } from './read-input.ts';
import { type RouteAnswer, toResponse } from './route-answer.ts';
import { type WebRuntime, webRuntime } from './web-runtime.ts';
import { whileAllowed } from './while-allowed.ts';

interface Definition<Q extends z.ZodType, B extends z.ZodType, Result> {
  /** Who may call: no route is open by default */
  access: Scope;
  /** 200 unless said otherwise */
  status?: number;
  query?: Q;
  body?: B;
  /** Calls one verb; what it answers is sent as JSON, a Response (a stream) as it is */
  run: (call: Call<z.output<Q>, z.output<B>>) => Promise<Result>;
}

export interface Call<Q, B> extends WebRuntime {
  authority: Authority;
  /** The id in the path; routes without one never read it */
  id: string;
  /** The name in the path, such as a feed's */
  name: string;
  query: Q;
  body: B;
  now: Date;
  /** Ends when the caller goes away */
  signal: AbortSignal;
}

/** Next resolves `params` to undefined where the path has none. */
type Context = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
/** Made once: what reads by a schema is compiled at its first use. */
const noQuery = z.strictObject({});
/** A route that takes no body takes none, or an empty object. */
const noBody = z.strictObject({}).optional();

/** What becomes of what a verb answers */
type AnswerOf<Result> = Result extends Response ? Response : RouteAnswer;

interface Handler<Result> {
  (request: Request, context: Context): Promise<Response>;
  /** For the test that looks at every route */
  access: Scope;
  /** The same without a Response being made of JSON; see `answerDirectly` */
  answer: (request: Request, context: Context) => Promise<AnswerOf<Result>>;
}

/** A route: authenticate → authorize → parse → one verb → JSON, or problem+json. */
export function route<Result, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType>(
  definition: Definition<Q, B, Result>,
): Handler<Result> {
  const answer = async (request: Request, context: Context): Promise<RouteAnswer | Response> => {
    const requestId = uuidv7();
    try {
      const result = await resultOf(definition, request, context, requestId);
      if (result instanceof Response) return named(await withoutBody(request, result), requestId);
      return {
        status: definition.status ?? 200,
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
  const handle = async (request: Request, context: Context) => {
    const given = await answer(request, context);
    return given instanceof Response ? given : toResponse(given);
  };
  return Object.assign(handle, { access: definition.access, answer: answer as Handler<Result>['answer'] });
}

/** Next answers HEAD by GET: what would have been sent is not even begun. */
async function withoutBody(request: Request, response: Response): Promise<Response> {
  if (request.method !== 'HEAD') return response;
  await response.body?.cancel();
  return new Response(null, response);
}

function named(response: Response, requestId: string): Response {
  response.headers.set('x-request-id', requestId);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}

async function resultOf<Result, Q extends z.ZodType, B extends z.ZodType>(
  definition: Definition<Q, B, Result>,
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
  const authority = await authenticate(runtime.db, definition.access, credentials, now);
  limitCalls(runtime, authority, now);
  const { id, name } = (await context.params) ?? {};
  const query = parseInput(definition.query ?? noQuery, queryOf(new URL(request.url)));
  const schema = definition.body ?? noBody;
  const given = await readJson(request, schema.safeParse(undefined).success);
  const body = parseInput(schema, given);
  const call = {
    ...runtime,
    authority,
    id: typeof id === 'string' ? knownId(id) : '',
    name: typeof name === 'string' ? knownName(name) : '',
    query: query as z.output<Q>,
    body: body as z.output<B>,
    now,
    signal: request.signal,
  };
  const result = await definition.run(call).catch((error: unknown) => {
    throw attributed(error, authority);
  });
  const isAllowed = () =>
    authenticate(runtime.db, definition.access, { ...credentials, isRecheck: true }, new Date()).then(
      () => true,
    );
  return (result instanceof Response ? guarded(result, isAllowed) : result) as Result;
}

/** What is sent for long ends with the session or key that asked for it. */
function guarded(response: Response, isAllowed: () => Promise<boolean>): Response {
  if (response.body === null) return response;
  const isFile = response.headers.has('content-disposition');
  return new Response(whileAllowed(response.body, { isAllowed, isFile }), response);
}

/** So many calls a minute of one session, or of one key. */
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

/** What a verb does not allow is a refusal, too: of whoever called. */
function attributed(error: unknown, { actor }: Authority): unknown {
  const refused = error instanceof TenkoError && error.code === 'not_authorized';
  return refused ? new Refusal(error.code, error.message, actor) : error;
}

/** What is not even an id cannot be found. */
function knownId(id: string): string {
  const parsed = uuid.safeParse(id);
  if (!parsed.success) throw new TenkoError('not_found', 'There is nothing under this id.');
  return parsed.data;
}

/** Nor can what could not even be a name. */
function knownName(name: string): string {
  const parsed = text(100).safeParse(name);
  if (!parsed.success) throw new TenkoError('not_found', 'There is nothing under this name.');
  return parsed.data;
}

/** The public address, and the one that the browser used: the same machine may be reached by several names. */
export function ownOrigins(request: Request, publicUrl: string): string[] {
  const host = request.headers.get('host');
  const scheme = publicUrl.startsWith('https:') ? 'https' : 'http';
  return [new URL(publicUrl).origin, ...(host === null ? [] : [`${scheme}://${host}`])];
}
