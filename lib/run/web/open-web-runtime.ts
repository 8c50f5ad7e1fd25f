import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '#lib/contract/about';
import { readConnection } from '#lib/db/connection/connection';
import { ChangeListener } from '#lib/db/core/change-listener';
import { openDatabase } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { openCallCounts } from '#lib/db/people/call-counts';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import { CallLimit } from '#lib/http/limits/call-limit';
import { trustedProxies } from '#lib/http/limits/caller-address';
import { RefusalLog } from '#lib/http/limits/refusal-log';
import { beginStartStep, endStartStep } from '#lib/http/route/health';
import type { SignInRuntime, WebRuntime } from '#lib/http/route/web-runtime';
import { simulatedSources } from '#lib/sandbox/mdm/simulated-sources';
import { ensureBootstrapKey } from '../../auth/create-api-key.ts';
import { createAzureGateway } from '../../azure/create-azure-gateway.ts';
import { createEntraSignIn } from '../../azure/create-entra-sign-in.ts';
import type { Env } from '../../env.ts';
import { TenkoError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { productVersion, projectRoot } from '../../paths.ts';
import { ivantiExport } from '../../sources/readers/ivanti/ivanti-export.ts';
import { openAlertTools } from '../alert-tools.ts';
import { credentialExpiry, gatewayOptions, partnerUrl, signInOptions } from '../azure-options.ts';
import { checkDatabase } from '../postgres/checks/check-database.ts';
import { connectionsOf } from '../postgres/checks/connection-limits.ts';
import { untilUsable } from '../postgres/checks/until-usable.ts';
import { openSourceTools } from '../source-tools.ts';

/** While somebody waits: beyond the longest that a request takes on a large fleet, a bulk action's freezing of its devices. */
const requestLimits = { statementMs: 60_000, lockMs: 10_000 };

/** What the web process works with, by its environment. */
export function openWebRuntime(env: Env, log: Log): WebRuntime {
  if (env.databaseUrl === null) throw new Error('DATABASE_URL is not set: start Tenko with npm start');
  const { mode, tenantId, clientId, cloud } = env.azure;
  const { databaseUrl, databaseDirectUrl } = env;
  const db = openDatabase(databaseUrl, { pooled: databaseDirectUrl !== null, limits: requestLimits });
  const count = openCallCounts(db);
  const gateway = once(() => openGateway(env));
  const sources = openSourceTools(env, gateway);
  const limit = (kind: keyof Env['callsPerMinute']) =>
    new CallLimit({ kind, perMinute: env.callsPerMinute[kind], count });
  return {
    db,
    refusals: new RefusalLog((entry) => recordAudit(db.pool, entry)),
    trustedProxies: trustedProxies(env.trustedProxies),
    limits: {
      key: limit('key'),
      session: limit('session'),
      signIn: limit('signIn'),
      wrongKey: limit('wrongKey'),
    },
    log,
    installation: once(() => ({ ...readProductFacts(), azure: mode, retentionDays: env.retentionDays })),
    azure: { mode, tenantId, clientId, cloud },
    gateway,
    reporting: env.reporting,
    changes: once(() => new ChangeListener(databaseDirectUrl ?? databaseUrl)),
    sources,
    alerts: openAlertTools(env, sources.secrets, gateway),
    ivantiExport,
    simulatedSources:
      mode === 'sandbox' && env.azure.graphUrl !== null ? simulatedSources(env.azure.graphUrl) : [],
    signIn: openSignIn(env),
    credentialExpiry: (now) => credentialExpiry(env, now),
    ticket: env.ticket,
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
    roleGroups,
    link,
    session,
    entra: byEntra ? once(() => createEntraSignIn(signInOptions(env))) : null,
    sandboxPages: byEntra && mode === 'sandbox' ? `https://${authorityHost}/${tenantId}/oauth2/v2.0` : null,
  };
}

/** A certificate that cannot be read is reported to the admin who asks, with the message of the reader. */
function openGateway(env: Env): AzureGateway {
  try {
    return createAzureGateway(gatewayOptions(env));
  } catch (error) {
    const words = error instanceof Error ? error.message : 'Azure is not configured correctly';
    throw new TenkoError('azure_unavailable', words, { reason: 'certificate_unreadable' });
  }
}

/**
 * What a web process has to find or make before it is ready: a database that it can work with, the
 * connection's row, the key of the environment. Tried until it is done. Throws UnusableDatabase where waiting is no use.
 */
export async function beginWeb(env: Env, { db, log }: Pick<WebRuntime, 'db' | 'log'>): Promise<void> {
  const { databaseUrl, databaseDirectUrl, bootstrapApiKey } = env;
  if (databaseUrl === null) return;
  beginStartStep('database');
  beginStartStep('bootstrap_key');
  await untilUsable(async () => {
    await checkDatabase({ databaseUrl, databaseDirectUrl }, connectionsOf.web);
    await readConnection(db.pool);
    endStartStep('database');
    await ensureBootstrapKey(db, bootstrapApiKey);
    endStartStep('bootstrap_key');
  }, log);
}

interface LockedPackage {
  version?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
}

/** The version of this checkout or image, and the packages that its lock file installs for production. */
function readProductFacts(): Pick<Installation, 'version' | 'packages'> {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const found = Object.entries(packages)
    .filter(([path, { dev, version: locked }]) => path !== '' && !dev && locked !== undefined)
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      license: entry.license ?? null,
    }));
  const once = new Map(found.map((one) => [`${one.name}@${one.version}`, one]));
  return {
    version: productVersion(),
    packages: [...once.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
