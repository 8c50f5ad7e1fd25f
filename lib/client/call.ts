import type { z } from 'zod';
import { toQueryString } from '#lib/domain/text/query-string';
import type { AnswerOf, OperationName, OperationOf, ParameterOf } from '../contract/operations.ts';
import type { Problem } from '../contract/primitives.ts';

type OptionalKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
type Loose<T> = { [K in keyof T]?: T[K] | undefined };
/** A query as it is after it was read; what has a default may be left out. */
type Query<Schema extends z.ZodObject, Output = z.output<Schema>> = Loose<
  Pick<Output, keyof Output & (OptionalKey<z.input<Schema>> | OptionalKey<Output>)>
> &
  Omit<Output, OptionalKey<z.input<Schema>> | OptionalKey<Output>>;

/** A part that may be left out where nothing in it is required */
type Part<Name extends string, T> = object extends T ? { [K in Name]?: T } : { [K in Name]: T };
type ParametersPart<N extends OperationName> = Part<'params', Record<ParameterOf<N>, string>>;
type QueryPart<N extends OperationName> =
  OperationOf<N> extends { query: infer Schema extends z.ZodObject } ? Part<'query', Query<Schema>> : object;
type BodyPart<N extends OperationName> =
  OperationOf<N> extends { body: infer Schema extends z.ZodType } ? Part<'body', z.input<Schema>> : object;
type Input<N extends OperationName> = ParametersPart<N> & QueryPart<N> & BodyPart<N>;
interface Options {
  signal?: AbortSignal;
  /** It goes on when the page is left */
  keepalive?: boolean;
}
type ArgumentsOf<T> = object extends T ? [input?: T] : [input: T];

/** What the parts of any operation's input look like */
interface AnyInput extends Options {
  params?: Record<string, string>;
  query?: object;
  body?: unknown;
}

/** A refusal of the API, or (without a problem) no answer at all. Shown by `code`. */
export class RequestFailed extends Error {
  readonly problem: Problem | null;

  constructor(problem: Problem | null) {
    super(problem?.detail ?? 'no response');
    this.name = 'RequestFailed';
    this.problem = problem;
  }
}

/**
 * Calls an operation of the API from the browser: `call('GET /api/v1/devices/{id}', { params: { id } })`.
 * Throws RequestFailed; a session that ended leads to the sign-in page.
 */
export async function call<N extends OperationName>(
  name: N,
  ...[input]: ArgumentsOf<Input<N> & Options>
): Promise<AnswerOf<N>> {
  const response = await request(pathTo(name, input), initOf(name, input));
  return response.json();
}

/** Where an operation is called, for links to files and for streams. */
export function pathOf<N extends OperationName>(
  name: N,
  ...[input]: ArgumentsOf<ParametersPart<N> & QueryPart<N>>
): string {
  return pathTo(name, input);
}

/** Sends a call whose answer nobody waits for; a refusal changes nothing here. */
export function send<N extends OperationName>(name: N, ...[input]: ArgumentsOf<Input<N> & Options>): void {
  void fetch(pathTo(name, input), initOf(name, input)).catch(() => undefined);
}

/** Fetches a path of this origin, with the same handling of refusals. */
export async function request(path: string, init: RequestInit): Promise<Response> {
  const headers = { accept: 'application/json', ...init.headers };
  const response = await fetch(path, { ...init, headers }).catch(() => null);
  if (response === null) throw new RequestFailed(null);
  if (response.status === 401) {
    const { pathname, search } = window.location;
    window.location.assign(`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`);
  }
  if (!response.ok) throw new RequestFailed(await response.json().catch(() => null));
  return response;
}

function pathTo(name: OperationName, { params = {}, query = {} }: AnyInput = {}): string {
  const template = name.slice(name.indexOf(' ') + 1);
  const path = template.replace(/\{(\w+)\}/g, (_, parameter) => encodeURIComponent(params[parameter] ?? ''));
  const text = toQueryString(query);
  return text === '' ? path : `${path}?${text}`;
}

function initOf(name: OperationName, { body, ...options }: AnyInput = {}): RequestInit {
  const { signal, keepalive } = options;
  return {
    method: name.slice(0, name.indexOf(' ')),
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
    ...(signal && { signal }),
    ...(keepalive && { keepalive }),
  };
}
