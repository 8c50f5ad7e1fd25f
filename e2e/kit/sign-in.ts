import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { request } from '@playwright/test';

/** Uses a one-time link and keeps the session in a file. */
export async function signIn(url: string, link: string, storageState: string): Promise<void> {
  const context = await request.newContext({ baseURL: url });
  // The page that it leads to need not be made: in development, that takes long.
  const answer = await context.get(link, { maxRedirects: 0 });
  const { location } = answer.headers();
  if (location !== '/overview') throw new Error(`Signing in led to ${location} (${answer.status()})`);
  await mkdir(dirname(storageState), { recursive: true });
  await context.storageState({ path: storageState });
  await context.dispose();
}
