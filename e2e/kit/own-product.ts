import { readFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { test as base, request } from '@playwright/test';
import { runProduct } from './run-product.ts';
import { signIn } from './sign-in.ts';

interface OwnProduct {
  url: string;
  apiKey: string;
  storageState: string;
  /** The app roles that an admin of the sandbox's tenant takes away; none gives all back */
  revoke(...roles: string[]): Promise<void>;
  /** Compliance partners of the tenant besides ours, by name */
  join(...partners: string[]): Promise<void>;
}

/** Journeys that change the connection of all devices, or add many devices, have a product to themselves. */
export const test = base.extend<object, { settings: Record<string, string>; own: OwnProduct }>({
  /** More of its environment */
  settings: [{}, { scope: 'worker', option: true }],
  own: [
    async ({ settings }, use) => {
      const product = await runProduct({ TENKO_DEMO_DEVICES: '40', ...settings });
      const storageState = joinPath(product.dataDir, 'signed-in.json');
      await signIn(product.url, product.link, storageState);
      const port = (await readFile(joinPath(product.dataDir, 'sandbox-port'), 'utf8')).trim();
      const sandbox = await request.newContext({
        baseURL: `https://localhost:${port}`,
        ignoreHTTPSErrors: true,
      });
      const order = async (path: string, data: object) => {
        const answer = await sandbox.put(path, { data });
        if (!answer.ok()) throw new Error(`The sandbox answered ${answer.status()}`);
      };
      const revoke = (...revoked: string[]) => order('/sandbox/roles', { revoked });
      const join = (...names: string[]) => {
        const others = names.map((displayName) => ({ displayName, partnerState: 'enabled' }));
        return order('/sandbox/partners', { others });
      };
      await use({ url: product.url, apiKey: product.apiKey, storageState, revoke, join });
      await sandbox.dispose();
      await product.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ own }, use) => use(own.url),
  storageState: ({ own }, use) => use(own.storageState),
});
