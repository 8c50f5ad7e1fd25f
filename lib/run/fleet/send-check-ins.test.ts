import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { createSender } from './send-check-ins.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(answers: ((response: ServerResponse) => void)[]): Promise<string> {
  const server = createServer((_request: IncomingMessage, response) => answers.shift()?.(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const results = [{ externalId: 'a', deviceId: null, outcome: 'created' }];
const ok = (response: ServerResponse) => response.end(JSON.stringify({ results }));
const refuse =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, headers).end(JSON.stringify({ detail: 'because' }));

it('honors 429 and tries passing failures again', async () => {
  const sleep = vi.fn(async (_milliseconds: number) => undefined);
  const url = await serve([refuse(429, { 'retry-after': '7' }), refuse(503), ok]);
  expect(await createSender({ url, key: 'k', sleep })([{}])).toEqual(results);
  expect(sleep.mock.calls).toEqual([[7000], [1000]]);
});

it('gives up at once on what will not pass, and says why', async () => {
  const url = await serve([refuse(403)]);
  await expect(createSender({ url, key: 'k' })([{}])).rejects.toThrow(/answered 403: because/);
});

it('gives up in the end when nothing responds', async () => {
  const sleep = vi.fn(async () => undefined);
  const send = createSender({ url: 'http://127.0.0.1:1', key: 'k', attempts: 3, sleep });
  await expect(send([{}])).rejects.toThrow(/cannot be reached/);
  expect(sleep).toHaveBeenCalledTimes(2);
});
