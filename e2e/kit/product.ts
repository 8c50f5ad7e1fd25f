import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The product under test, as the global setup started it. */
export function product() {
  const { TENKO_E2E_URL: url, TENKO_E2E_API_KEY: apiKey, TENKO_E2E_DATA_DIR: dataDir } = process.env;
  if (!url || !apiKey || !dataDir) throw new Error('the global setup has not run');
  return {
    url,
    apiKey,
    dataDir,
    /** As an admin gets one: with the command beside the running product. */
    async newSignInLink(): Promise<string> {
      const env = { ...process.env, TENKO_DATA_DIR: dataDir };
      const cwd = join(import.meta.dirname, '../..');
      const { stdout } = await promisify(execFile)(process.execPath, ['lib/run/commands/sign-in-link.ts'], {
        env,
        cwd,
      });
      return stdout.trim();
    },
  };
}
