import type { BlockList } from 'node:net';
import type { Installation } from '#lib/contract/about';
import type { ConnectionIdentity } from '#lib/contract/connection';
import type { ChangeListener } from '#lib/db/core/change-listener';
import type { Database } from '#lib/db/core/database';
import type { AlertTools } from '#lib/domain/alerts/alert-tools';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { TicketTemplate } from '#lib/domain/devices/ticket-link';
import type { EntraSignIn } from '#lib/domain/people/entra-sign-in';
import type { FileMapping } from '#lib/domain/sources/import-row';
import type { SimulatedSource } from '#lib/domain/sources/source';
import type { SourceTools } from '#lib/domain/sources/source-tools';
import type { Env } from '#lib/env';
import type { Log } from '#lib/log';
import { processSingleton } from '#lib/process-singletons';
import type { CallLimit } from '../limits/call-limit.ts';
import type { RefusalLog } from '../limits/refusal-log.ts';

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
  /** Read at the first question */
  installation: () => Installation;
  azure: ConnectionIdentity;
  /** Made at the first call that an admin waits for: reporting itself is the workers' */
  gateway: () => AzureGateway;
  /** How Entra's responses are judged, and how fast its devices are written, as in the workers */
  reporting: Pick<Env['reporting'], 'driftGraceMs' | 'graphWrites'>;
  /** Hears what changes, for pages that are looked at */
  changes: () => ChangeListener;
  /** How sources are reached and their secrets kept: runs themselves are the workers' */
  sources: SourceTools;
  /** How receivers of alerts are reached: the messages themselves are sent by workers */
  alerts: AlertTools;
  /** The columns of Ivanti Neurons for MDM, in a file */
  ivantiExport: FileMapping;
  /** The MDMs that the sandbox simulates; none with a real tenant */
  simulatedSources: readonly SimulatedSource[];
  signIn: SignInRuntime;
  /** On their way to the audit log */
  refusals: RefusalLog;
  trustedProxies: BlockList;
  limits: Record<keyof Env['callsPerMinute'], CallLimit>;
  /** When the app's credential at Microsoft expires; null: nobody has told */
  credentialExpiry: (now: Date) => Date | null;
  /** The address that opens a ticket about a device; null: there is none */
  ticket: TicketTemplate | null;
  publicUrl: string;
  /** The same as Microsoft takes it */
  partnerUrl: string;
}

const shared = processSingleton<{ runtime?: WebRuntime }>('web-runtime', () => ({}));

/**
 * Hands the runtime, which the server makes as it starts, to pages and routes: by this they share one pool of connections
 * and one count of calls, and Next's bundles hold nothing of what it is made of. What it throws is known by its brand,
 * not by who made it: see `BrandedError`.
 */
export function provideWebRuntime(runtime: WebRuntime): void {
  shared.runtime = runtime;
}

/** What the web process works with. */
export function webRuntime(): WebRuntime {
  if (shared.runtime === undefined) throw new Error('The web process is not set up: see lib/run/web/main.ts');
  return shared.runtime;
}
