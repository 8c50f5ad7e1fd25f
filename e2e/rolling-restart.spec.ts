import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startBalancer } from '#lib/test-kit/processes/balancer';
import { startWebProcess } from '#lib/test-kit/processes/product-processes';
import { startTraffic } from '#lib/test-kit/processes/traffic';
import { runProduct } from './kit/run-product.ts';

/** Reads a stream of changes to its end, as the server ends it. */
async function readChanges(origin: string, apiKey: string): Promise<string> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const answer = await fetch(`${origin}/api/v1/changes`, { headers });
  expect(answer.status).toBe(200);
  return answer.text();
}

test('web processes are stopped and started behind a balancer, and no request fails', async () => {
  test.setTimeout(180_000);
  // One of its own: its devices and their reports would be in the lists of other journeys.
  const own = await runProduct({ TENKO_DEMO_DEVICES: '0' });
  const { dataDir, apiKey } = own;
  const { databaseUrl } = JSON.parse(await readFile(join(dataDir, 'running.json'), 'utf8'));
  const balancer = await startBalancer();
  const start = async () => {
    const web = await startWebProcess(databaseUrl, {
      TENKO_DATA_DIR: dataDir,
      TENKO_BOOTSTRAP_API_KEY: apiKey,
      TENKO_STOP_DELAY_SECONDS: '1',
      TENKO_SESSION_CALLS_PER_MINUTE: '1000000',
      TENKO_KEY_CALLS_PER_MINUTE: '1000000',
    });
    balancer.add(web.origin);
    await expect.poll(() => balancer.isReady(web.origin)).toBe(true);
    return web;
  };
  const webs = [await start(), await start()];
  const traffic = startTraffic({ url: balancer.url, apiKey, name: 'rolling' });
  try {
    for (let round = 0; round < 2; round += 1) {
      const before = traffic.counts.checkIns;
      await expect
        .poll(() => [traffic.counts.checkIns > before + 50, ...traffic.failures, ...balancer.broken])
        .toEqual([true]);
      const leaving = webs.shift();
      if (leaving === undefined) throw new Error('there are two');
      const changes = readChanges(leaving.origin, apiKey);
      const stopped = leaving.stop();
      await expect.poll(() => balancer.isReady(leaving.origin)).toBe(false);
      // The stream ends as a whole, and its reader comes again at once.
      expect(await changes).toMatch(/retry: \d{2,3}\n\n$/);
      expect(await stopped).toBe(0);
      balancer.remove(leaving.origin);
      webs.push(await start());
    }
  } finally {
    await traffic.stop();
    await Promise.all(webs.map((web) => web.stop()));
    await balancer.close();
    await own.stop();
  }
  expect(traffic.failures).toEqual([]);
  expect(balancer.broken).toEqual([]);
  expect(traffic.later).toBe(0);
});
