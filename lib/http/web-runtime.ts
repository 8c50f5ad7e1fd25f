import { type Database, openDatabase } from '../db/database.ts';
import type { AzureIdentity } from '../domain/azure-gateway.ts';
import { readEnv } from '../env.ts';
import { createLog, type Log } from '../log.ts';

export interface WebRuntime {
  db: Database;
  log: Log;
  azure: AzureIdentity;
  publicUrl: string;
}

let runtime: WebRuntime | undefined;

/** What the web process works with; opened at the first request, so that a build needs no database. */
export function webRuntime(): WebRuntime {
  runtime ??= open();
  return runtime;
}

function open(): WebRuntime {
  const env = readEnv();
  if (env.databaseUrl === null) throw new Error('DATABASE_URL is not set: start Tenko with npm start');
  return {
    db: openDatabase(env.databaseUrl),
    log: createLog('web', env.logLevel),
    azure: { mode: env.azure.mode, tenantId: env.azure.tenantId },
    publicUrl: env.url,
  };
}
