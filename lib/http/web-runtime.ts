import type { BlockList } from 'node:net';
import { createAzureGateway } from '../azure/azure-gateway.ts';
import type { ConnectionIdentity } from '../contract/connection.ts';
import { recordAudit } from '../db/audit.ts';
import { ChangeListener } from '../db/change-listener.ts';
import { type Database, openDatabase } from '../db/database.ts';
import type { AzureGateway } from '../domain/azure-gateway.ts';
import { type AzureEnv, readEnv } from '../env.ts';
import { TenkoError } from '../errors.ts';
import { createLog, type Log } from '../log.ts';
import { gatewayOptions, partnerUrl } from '../run/gateway-options.ts';
import { trustedProxies } from './caller-address.ts';
import { RefusalLog } from './refusal-log.ts';

export interface WebRuntime {
  db: Database;
  log: Log;
  azure: ConnectionIdentity;
  /** Made at the first call that an admin waits for: reporting itself is the workers' */
  gateway: () => AzureGateway;
  /** Hears what changes, for pages that are looked at */
  changes: () => ChangeListener;
  /** On their way to the audit log */
  refusals: RefusalLog;
  trustedProxies: BlockList;
  publicUrl: string;
  /** The same as Microsoft takes it */
  partnerUrl: string;
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
  const { mode, tenantId, clientId, cloud } = env.azure;
  let gateway: AzureGateway | undefined;
  let listener: ChangeListener | undefined;
  const { databaseUrl } = env;
  const db = openDatabase(env.databaseUrl);
  return {
    db,
    refusals: new RefusalLog((entry) => recordAudit(db.pool, entry)),
    trustedProxies: trustedProxies(env.trustedProxies),
    log: createLog('web', env.logLevel),
    azure: { mode, tenantId, clientId, cloud },
    gateway: () => {
      gateway ??= openGateway(env.azure);
      return gateway;
    },
    changes: () => {
      listener ??= new ChangeListener(databaseUrl);
      return listener;
    },
    publicUrl: env.url,
    partnerUrl: partnerUrl(env.url),
  };
}

/** A certificate that cannot be read is told to the admin who asks, in the words of whoever reads it. */
function openGateway(azure: AzureEnv): AzureGateway {
  try {
    return createAzureGateway(gatewayOptions(azure));
  } catch (error) {
    const words = error instanceof Error ? error.message : 'Azure is not configured in a usable way';
    throw new TenkoError('azure_unavailable', words, { reason: 'certificate_unreadable' });
  }
}
