import type { z } from 'zod';
import { fieldErrorsOf } from '#lib/contract/field-errors';
import type { Operation } from '#lib/contract/operation';
import type { Upload } from '#lib/contract/operations';
import { TenkoError } from '#lib/errors';

const maxBodyBytes = 4 * 1024 * 1024;
/** Twice as deep as any valid body */
const maxDepth = 20;

/** Parses input strictly; throws `invalid_input` naming each field. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = fieldErrorsOf(parsed.error as z.ZodError);
  const detail = errors
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  throw new TenkoError('invalid_input', detail, { errors });
}

/** A query string as an object; a repeated name becomes an array. */
export function queryOf(url: URL): Record<string, string | string[]> {
  const names = new Set(url.searchParams.keys());
  // fromEntries, because an assigned `__proto__` would not be an own key, and pass unseen.
  return Object.fromEntries(
    [...names].map((name) => {
      const values = url.searchParams.getAll(name);
      const [first = ''] = values;
      return [name, values.length === 1 ? first : values];
    }),
  );
}

/** Reads a JSON body of at most 4 MiB. Throws `body_too_large`, or `invalid_input` where it is not JSON, or too deep. */
export async function readJson(request: Request, mayBeEmpty = false): Promise<unknown> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBodyBytes) throw tooLarge(maxBodyBytes);
  const bytes = await readBody(request, maxBodyBytes);
  if (bytes.length === 0 && mayBeEmpty) return undefined;
  if (jsonDepth(bytes) > maxDepth) throw tooDeep();
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new TenkoError('invalid_input', 'The body must be JSON in UTF-8.', {
      errors: [{ path: '', code: 'not_json', message: 'must be JSON in UTF-8' }],
    });
  }
}

/**
 * Reads a body of at most `maxBytes`, and no more of a longer one. Throws `body_too_large`. A caller that breaks off is
 * refused like any whose body is not what it should be: it is no error of ours.
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof TenkoError) throw error;
    throw incomplete();
  }
  return Buffer.concat(chunks);
}

/** While a file comes in, its caller is checked this often. */
const recheckMs = 5_000;

/**
 * A file, read as it is taken. Throws `unsupported_media_type` and `body_too_large`; the same later, or `not_authenticated` once the
 * session or key of its caller has ended.
 */
export function readUpload(
  request: Request,
  { media, maxBytes }: NonNullable<Operation['upload']>,
  isAllowed: () => Promise<boolean>,
): Upload {
  const { headers } = request;
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  const given = type.trim();
  if (!media.includes(given)) throw unsupported(`Send ${media.join(' or ')}.`);
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) throw unsupported('Send UTF-8.');
  if (!['', 'identity'].includes(headers.get('content-encoding') ?? '')) {
    throw unsupported('Send the file as it is, without a content encoding.');
  }
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return { media: given, chunks: chunksOf(request, maxBytes, isAllowed) };
}

function unsupported(words: string): TenkoError {
  return new TenkoError('unsupported_media_type', words);
}

/** The rest of a body that is not read any further is left to the server, so that the caller still gets an answer. */
async function* chunksOf(
  { body }: Request,
  maxBytes: number,
  isAllowed: () => Promise<boolean>,
): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  let size = 0;
  let checkedAt = performance.now();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => Promise.reject(incomplete()));
      if (done) return;
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      if (performance.now() - checkedAt > recheckMs) {
        checkedAt = performance.now();
        if (!(await isAllowed().catch(() => false))) {
          throw new TenkoError('not_authenticated', 'The session or key of this upload has ended.');
        }
      }
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

function tooDeep(): TenkoError {
  const message = `must not have more than ${maxDepth} nested levels`;
  return new TenkoError('invalid_input', `The body ${message}.`, {
    errors: [{ path: '', code: 'too_deep', message }],
  });
}

function incomplete(): TenkoError {
  const message = 'is incomplete';
  return new TenkoError('invalid_input', `The body ${message}.`, {
    errors: [{ path: '', code: 'incomplete', message }],
  });
}

const mebibyte = 1024 * 1024;

function tooLarge(maxBytes: number): TenkoError {
  const most = maxBytes % mebibyte === 0 ? `${maxBytes / mebibyte} MiB` : `${maxBytes} bytes`;
  return new TenkoError('body_too_large', `The body must not be larger than ${most}.`);
}

const quote = 0x22;
const backslash = 0x5c;
const [opensList, closesList, opensObject, closesObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** How deep objects and arrays are nested in a JSON text; checked before it is parsed. */
export function jsonDepth(json: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (inText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (byte === opensList || byte === opensObject) deepest = Math.max(deepest, ++depth);
    else if (byte === closesList || byte === closesObject) depth -= 1;
  }
  return deepest;
}
