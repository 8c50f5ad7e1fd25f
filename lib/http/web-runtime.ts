import type { BlockList } from 'node:net';
import { createAzureGateway } from '../azure/azure-gateway.ts';
import { createEntraSignIn } from '../azure/create-entra-sign-in.ts';
import type { ConnectionIdentity } from '../contract/connection.ts';
import { recordAudit } from '../db/audit.ts';
import { openCallCounts } from '../db/call-counts.ts';
import { ChangeListener } from '../db/change-listener.ts';
import { type Database, openDatabase } from '../db/database.ts';
import type { AzureGateway } from '../domain/azure-gateway.ts';
import type { EntraSignIn } from '../domain/entra-sign-in.ts';
import { type AzureEnv, type Env, readEnv } from '../env.ts';
import { TenkoError } from '../errors.ts';
import { createLog, type Log } from '../log.ts';
import { gatewayOptions, partnerUrl } from '../run/gateway-options.ts';
import { signInOptions } from '../run/sign-in-options.ts';
import { CallLimit } from './call-limit.ts';
import { trustedProxies } from './caller-address.ts';
import { RefusalLog } from './refusal-log.ts';

/** How people sign in. */
export interface SignInRuntime extends Pick<Env['signIn'], 'roleGroups' | 'link' | 'session'> {
  /** Null: nobody signs in by Microsoft here */
  entra: (() => EntraSignIn) | null;
  /** The sandbox's sign-in pages, which browsers reach through us; null: it is a tenant, or they are switched off */
  sandboxPages: string | null;
}

export interface WebRuntime {
  db: Database;
  log: Log;
  azure: ConnectionIdentity;
  /** Made at the first call that an admin waits for: reporting itself is the workers' */
  gateway: () => AzureGateway;
  /** Hears what changes, for pages that are looked at */
  changes: () => ChangeListener;
  signIn: SignInRuntime;
  /** On their way to the audit log */
  refusals: RefusalLog;
  trustedProxies: BlockList;
  limits: Record<keyof Env['callsPerMinute'], CallLimit>;
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
  const { databaseUrl } = env;
  const db = openDatabase(databaseUrl);
  const count = openCallCounts(db);
  const limit = (kind: keyof Env['callsPerMinute']) =>
    new CallLimit({ kind, perMinute: env.callsPerMinute[kind], count });
  return {
    db,
    refusals: new RefusalLog((entry) => recordAudit(db.pool, entry)),
    trustedProxies: trustedProxies(env.trustedProxies),
    limits: { key: limit('key'), session: limit('session'), signIn: limit('signIn') },
    log: createLog('web', env.logLevel),
    azure: { mode, tenantId, clientId, cloud },
    gateway: once(() => openGateway(env.azure)),
    changes: once(() => new ChangeListener(databaseUrl)),
    signIn: openSignIn(env),
    publicUrl: env.url,
    partnerUrl: partnerUrl(env.url),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function openSignIn(env: Env): SignInRuntime {
  const { roleGroups, link, session, sandbox } = env.signIn;
  const { mode, authorityHost, tenantId } = env.azure;
  const byEntra = mode === 'tenant' || (sandbox && authorityHost !== null);
  return {
    ...{ roleGroups, link, session },
    entra: byEntra ? once(() => createEntraSignIn(signInOptions(env))) : null,
    sandboxPages: byEntra && mode === 'sandbox' ? `https://${authorityHost}/${tenantId}/oauth2/v2.0` : null,
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
