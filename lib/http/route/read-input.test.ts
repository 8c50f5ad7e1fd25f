import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { operations } from '#lib/contract/operations';
import { jsonDepth, parseInput, readUpload } from './read-input.ts';

const depthOf = (text: string) => jsonDepth(Buffer.from(text));

test.each([
  ['1', 0],
  ['{}', 1],
  ['{"a":[{"b":[]}]}', 4],
  ['[[],[],[[]]]', 3],
  ['{"a":"[[[[{{{{"}', 1],
  ['{"a":"\\"[[[["}', 1],
  ['{"a":"\\\\","b":[[]]}', 3],
])('%s lies %i deep', (text, depth) => {
  expect(depthOf(text)).toBe(depth);
});

test('what is far too deep is found without being built', () => {
  expect(depthOf('['.repeat(1_000_000))).toBe(1_000_000);
});

test('a number of a query that is none is told what is allowed, in every operation', () => {
  const found = Object.values(operations).flatMap((operation) => {
    if (!('query' in operation) || !('limit' in operation.query.shape)) return [];
    return ['x', '0', '1.5', '', '201'].map((limit) => () => parseInput(operation.query, { limit }));
  });
  expect(found.length).toBeGreaterThan(50);
  for (const parse of found) expect(parse).toThrow(/limit: must be a whole number from 1 to 200/);
});

const upload = { media: ['text/csv'], maxBytes: 10 };

function sent(chunks: string[], headers: Record<string, string> = { 'content-type': 'text/csv' }): Request {
  const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
  const body = Readable.toWeb(Readable.from(bytes));
  return new Request('http://a', { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
}

async function taken(request: Request, isAllowed = async () => true): Promise<string> {
  let text = '';
  for await (const chunk of readUpload(request, upload, isAllowed).chunks) text += Buffer.from(chunk);
  return text;
}

test('a file is read as it comes in, up to its limit', async () => {
  expect(await taken(sent(['12345', '67890']))).toBe('1234567890');
  await expect(taken(sent(['12345', '678901']))).rejects.toMatchObject({ code: 'body_too_large' });
});

test.each([
  ['another type', { 'content-type': 'text/plain' }, 'unsupported_media_type'],
  ['no type', {}, 'unsupported_media_type'],
  ['another encoding of text', { 'content-type': 'text/csv; charset=iso-8859-1' }, 'unsupported_media_type'],
  ['a packed file', { 'content-type': 'text/csv', 'content-encoding': 'gzip' }, 'unsupported_media_type'],
  ['a size over the limit', { 'content-type': 'text/csv', 'content-length': '11' }, 'body_too_large'],
])('a file with %s is refused before it is read', (_name, headers, code) => {
  const refused = () => readUpload(sent(['x'], headers as Record<string, string>), upload, async () => true);
  expect(refused).toThrow(expect.objectContaining({ code }));
});

test.each(['text/csv', 'Text/CSV; Charset=UTF-8', 'text/csv;header=present; charset="utf-8"'])(
  'a file of the type %s is taken',
  async (type) => expect(await taken(sent(['x'], { 'content-type': type }))).toBe('x'),
);

test('a file is not read on once its caller may not send it any more', async () => {
  const clock = vi.spyOn(performance, 'now');
  let seconds = 0;
  clock.mockImplementation(() => {
    seconds += 3;
    return seconds * 1000;
  });
  const answers = [true, false];
  const isAllowed = vi.fn(async () => answers.shift() ?? false);
  await expect(taken(sent([...'123456789']), isAllowed)).rejects.toMatchObject({ code: 'not_authenticated' });
  expect(isAllowed).toHaveBeenCalledTimes(2);
  clock.mockRestore();
});
