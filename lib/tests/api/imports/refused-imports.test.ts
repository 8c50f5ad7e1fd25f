import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import {
  at,
  devices,
  head,
  inImportWorld,
  keys,
  lastImport,
  none,
  open,
  parts,
  rows,
  type Sent,
  send,
} from '#lib/test-kit/api/import-world';
import { patient } from '#lib/test-kit/patient';

inImportWorld();

test('only admins import, and only what is a file', async () => {
  const text = `${head}\n${rows(1).join('\n')}\n`;
  const refused: [Sent, number, string][] = [
    [{ as: null }, 401, 'not_authenticated'],
    [{ as: 'viewer' }, 403, 'not_authorized'],
    [{ as: 'feed' }, 403, 'not_authorized'],
    [{ query: 'feed=' }, 400, 'invalid_input'],
    [{ query: '' }, 400, 'invalid_input'],
    [{ query: 'feed=file&other=1' }, 400, 'invalid_input'],
    [{ query: 'feed=file&mapping=other' }, 400, 'invalid_input'],
    [{ media: 'application/json' }, 415, 'unsupported_media_type'],
    [{ media: 'text/csv; charset=latin1' }, 415, 'unsupported_media_type'],
    [{ headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported_media_type'],
    [{ query: 'feed=file&mapping=tenko_export' }, 400, 'invalid_input'],
  ];
  for (const [sent, status, code] of refused) {
    const answer = await send(text, sent);
    expect([sent, answer.status, answer.json.code]).toEqual([sent, status, code]);
  }
  expect(await devices()).toBe(0);
});

test('a column that nobody knows is refused with those that there may be, while the file still comes in', async () => {
  const { status, json } = await send(parts([`${head},colour`, ...rows(50_000)], 1000));
  expect([status, json.code]).toEqual([400, 'invalid_input']);
  expect(json.errors).toEqual([{ path: 'colour', code: 'unknown_column', message: expect.any(String) }]);
  expect(json.detail).toContain('device.serialNumber, ');
  expect(json.imported).toBeUndefined();
  expect(await devices()).toBe(0);
});

test('what was recorded before a fault stays, and the answer says how far it came', async () => {
  const lines = [head, ...rows(700), `x,${at},"not closed,ios,26`, ...rows(10, 700)];
  const { status, json } = await send(parts(lines));
  expect([status, json.code, json.errors]).toMatchObject([
    400,
    'invalid_input',
    [{ path: 'line 702', code: 'quote_not_closed' }],
  ]);
  expect(json.imported).toEqual({ ...none, read: 700, created: 700 });
  expect(await devices()).toBe(700);
  expect((await lastImport())?.details).toMatchObject({ created: 700, complete: false });
});

const mebibyte = 1024 * 1024;

test('a file of more than 200 MiB is refused at once where it says so, else once it is too large', async () => {
  const declared = open({ headers: { 'content-length': String(200 * mebibyte + 1) } });
  declared.flushHeaders();
  const [response] = await once(declared, 'response');
  expect(response.statusCode).toBe(413);
  declared.destroy();
  const blank = ' '.repeat(mebibyte);
  function* tooMuch() {
    yield `${JSON.stringify({ externalId: 'a', checkedInAt: at, device: { name: 'n', os: 'ios' } })}\n`;
    for (let sent = 0; sent < 202; sent += 1) yield blank;
  }
  const { status, json } = await send(tooMuch(), { media: 'application/x-ndjson' });
  expect([status, json.code]).toEqual([413, 'body_too_large']);
  expect(json.detail).toContain('200 MiB');
});

test('a caller who goes away ends the import; what came in before is recorded', async () => {
  const request = open({ query: 'feed=left' });
  request.on('error', () => undefined);
  for (const part of parts([head, ...rows(2000)])) request.write(part);
  await vi.waitFor(async () => expect(await devices('left')).toBeGreaterThanOrEqual(1000), patient);
  request.destroy();
  const event = await vi.waitFor(async () => {
    const found = await lastImport();
    expect(found?.target).toBe('left');
    return found;
  }, patient);
  expect(event?.details).toMatchObject({ complete: false });
  expect(event?.details).toMatchObject({ created: await devices('left') });
  expect((await send(`${head}\n${rows(1).join('\n')}\n`)).status).toBe(200);
});

test('the feed of a source is its own, even if it became that while a file comes in', async () => {
  const source = { name: 'S', kind: 'fleet', url: 'http://127.0.0.1:9', feed: 'file', enabled: false };
  const create = () =>
    callRoute('POST', '/api/v1/sources', {
      headers: bearer(keys.admin),
      body: { ...source, secrets: { token: 't' } },
    });
  const request = open({});
  const answered = once(request, 'response');
  for (const part of parts([head, ...rows(1000)])) request.write(part);
  await vi.waitFor(async () => expect(await devices()).toBeGreaterThan(0), patient);
  expect((await create()).status).toBe(201);
  for (const part of parts(rows(1000, 1000))) request.write(part);
  request.end();
  const [response] = await answered;
  const problem = JSON.parse((await response.toArray()).join(''));
  expect([response.statusCode, problem.code]).toEqual([409, 'feed_taken']);
  expect(problem.imported.created).toBe(await devices());
  const { status, json } = await send(`${head}\n${rows(1).join('\n')}\n`);
  expect([status, json.code, json.imported]).toEqual([409, 'feed_taken', undefined]);
});
