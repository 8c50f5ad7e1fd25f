import type { FullConfig } from '@playwright/test';
import { runProduct } from './run-product.ts';
import { signIn } from './sign-in.ts';

/** Playwright's global setup: one product for all journeys that leave each other alone. */
export default async function startProduct(config: FullConfig): Promise<() => Promise<void>> {
  const product = await runProduct({
    TENKO_TICKET_URL:
      'https://tickets.example/new?title={deviceName}&user={userPrincipalName}&link={deviceUrl}',
  });
  try {
    const storageState = config.projects[0]?.use.storageState;
    if (typeof storageState !== 'string') throw new Error('the configuration names no file for the session');
    await signIn(product.url, product.link, storageState);
  } catch (error) {
    await product.stop();
    throw error;
  }
  Object.assign(process.env, {
    TENKO_E2E_URL: product.url,
    TENKO_E2E_API_KEY: product.apiKey,
    TENKO_E2E_DATA_DIR: product.dataDir,
  });
  return product.stop;
}
