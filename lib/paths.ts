import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Undefined in the bundle of the web build, whose process is started in the project's folder. */
const here: string | undefined = import.meta.dirname;

/** The folder of this product: where package.json stands. */
export const projectRoot = here === undefined ? process.cwd() : resolve(here, '..');

/** As package.json says. */
export function productVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  return String(version);
}

/** Where `npm run dev` keeps its data: never in the folder of the product itself. */
export function developmentDataDir(dataDir: string): string {
  return `${dataDir}-dev`;
}

/** Everything that the product writes at run time, in one place. */
export function dataPaths(dataDir: string) {
  return {
    dataDir,
    /** Held by the kernel for the supervisor; empty */
    lock: join(dataDir, 'instance-lock.sqlite'),
    /** Who holds it, or held it last */
    holder: join(dataDir, 'instance.json'),
    /** With the pid of a supervisor of earlier versions */
    formerLock: join(dataDir, 'supervisor.lock'),
    logs: join(dataDir, 'logs'),
    database: join(dataDir, 'database'),
    databasePassword: join(dataDir, 'database-password'),
    /** For commands beside the running product; holds the database's password, so mode 0600 */
    running: join(dataDir, 'running.json'),
    /** With the keys that secrets in the database are encrypted with, so mode 0600 */
    secretKey: join(dataDir, 'secret-key'),
    sandbox: join(dataDir, 'sandbox'),
    sandboxPort: join(dataDir, 'sandbox-port'),
  };
}
export type DataPaths = ReturnType<typeof dataPaths>;
