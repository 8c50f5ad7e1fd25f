import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readSignIn, type SignInEnv, signInVariables } from './env/sign-in.ts';
import { projectRoot } from './paths.ts';

/** A setting that cannot be used. The message is one line, fit for the console, and holds no secret. */
export class EnvError extends Error {
  override name = 'EnvError';
}

const clouds = ['public', 'usgov', 'usdod', 'china'] as const;
type Cloud = (typeof clouds)[number];

export interface AzureEnv {
  mode: 'sandbox' | 'tenant';
  tenantId: string;
  clientId: string;
  clientSecret: string | null;
  clientCertificatePath: string | null;
  cloud: Cloud;
  authorityHost: string | null;
  graphUrl: string | null;
  intuneResource: string | null;
}

/** How the engine works; times in ms */
export interface ReportingEnv {
  devicesPerMessage: number;
  messagesInFlight: number;
  driftGraceMs: number;
  readCycleMs: number;
  heartbeatMs: number;
  deletesRetired: boolean;
}

export interface Env {
  port: number;
  host: string;
  /** Where browsers find the console; without a slash at its end */
  url: string;
  dataDir: string;
  /** Null: the embedded database */
  databaseUrl: string | null;
  demoDevices: number;
  bootstrapApiKey: string | null;
  /** How long histories are kept */
  retentionDays: { checkIns: number; reports: number; audit: number };
  /** Addresses and networks of proxies whose X-Forwarded-For is believed */
  trustedProxies: string[];
  reporting: ReportingEnv;
  logLevel: (typeof logLevels)[number];
  azure: AzureEnv;
  signIn: SignInEnv;
  /** Calls a minute: of one key, of one session, to sign in from one address, and with wrong keys from one address */
  callsPerMinute: { key: number; session: number; signIn: number; wrongKey: number };
}

const minute = 60_000;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128);
}

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'an http:// or https:// address' })
  .transform((value) => value.replace(/\/+$/, ''));

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `a whole number from ${min} to ${max}`);

const variables = z.object({
  ...signInVariables,
  PORT: integer(1, 65_535).default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'an address or host name to listen on')
    .default('127.0.0.1'),
  TENKO_URL: httpUrl.optional(),
  TENKO_DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'an address such as postgresql://user:password@host:5432/database')
    .refine(
      (value) => URL.canParse(value),
      'an address such as postgresql://user:password@host:5432/database',
    )
    .optional(),
  TENKO_DEMO_DEVICES: integer(0, 100_000).optional(),
  TENKO_BOOTSTRAP_API_KEY: z
    .string()
    .regex(/^\S{32,200}$/, '32 to 200 characters without spaces')
    .optional(),
  TENKO_CHECK_IN_RETENTION_DAYS: integer(1, 3650).default(30),
  TENKO_REPORT_RETENTION_DAYS: integer(1, 3650).default(90),
  TENKO_AUDIT_RETENTION_DAYS: integer(2, 3650).default(365),
  TENKO_TRUSTED_PROXIES: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine(
      (entries) => entries.every(isNetwork),
      'addresses or networks such as 10.0.0.0/8, with commas between',
    )
    .default([]),
  TENKO_KEY_CALLS_PER_MINUTE: integer(10, 10_000_000).default(60_000),
  TENKO_SESSION_CALLS_PER_MINUTE: integer(60, 10_000_000).default(6_000),
  TENKO_SIGN_INS_PER_MINUTE: integer(5, 1_000_000).default(120),
  TENKO_WRONG_KEYS_PER_MINUTE: integer(1, 1_000_000).default(60),
  TENKO_DEVICES_PER_MESSAGE: integer(1, 500).default(50),
  TENKO_MESSAGES_IN_FLIGHT: integer(1, 500).default(64),
  TENKO_DRIFT_GRACE_MINUTES: integer(1, 1440).default(15),
  TENKO_READ_CYCLE_HOURS: integer(1, 720).default(24),
  TENKO_HEARTBEAT_MINUTES: integer(5, 1440).default(60),
  TENKO_RETIRE_DELETES_ENTRA_DEVICE: z
    .enum(['true', 'false'], 'true or false')
    .default('false')
    .transform((value) => value === 'true'),
  TENKO_LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info'),
  /** Set by the supervisor alone, with the sandbox's values in AZURE_… */
  TENKO_SANDBOX: z.enum(['0', '1'], '0 or 1').default('0'),
  AZURE_TENANT_ID: z.string().regex(/^\S+$/, 'a tenant id').optional(),
  AZURE_CLIENT_ID: z.string().regex(/^\S+$/, 'a client id').optional(),
  AZURE_CLIENT_SECRET: z.string().optional(),
  AZURE_CLIENT_CERTIFICATE_PATH: z.string().optional(),
  AZURE_CLOUD: z.enum(clouds, `one of ${clouds.join(', ')}`).default('public'),
  AZURE_AUTHORITY_HOST: z
    .string()
    .regex(
      /^(https:\/\/)?[\w.-]+(:\d+)?\/?$/,
      'a host such as login.microsoftonline.com, or its https address',
    )
    .transform((value) => value.replace(/^https:\/\//, '').replace(/\/$/, ''))
    .optional(),
  MICROSOFT_GRAPH_URL: httpUrl.optional(),
  INTUNE_RESOURCE_URL: z.url({ protocol: /^https?$/, error: 'an http:// or https:// address' }).optional(),
});
type Variables = z.infer<typeof variables>;

/** The one reader of the environment. An empty variable counts as not set. Throws EnvError. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const parsed = variables.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new EnvError(`${issue?.path.join('.')} is not usable: it must be ${issue?.message}.`);
  }
  const values = parsed.data;
  const azure = readAzure(values);
  const url = values.TENKO_URL ?? defaultUrl(values.HOST, values.PORT);
  return {
    port: values.PORT,
    host: values.HOST,
    url,
    dataDir: resolve(projectRoot, values.TENKO_DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    demoDevices: values.TENKO_DEMO_DEVICES ?? (azure.mode === 'sandbox' ? 300 : 0),
    bootstrapApiKey: values.TENKO_BOOTSTRAP_API_KEY ?? null,
    retentionDays: {
      checkIns: values.TENKO_CHECK_IN_RETENTION_DAYS,
      reports: values.TENKO_REPORT_RETENTION_DAYS,
      audit: values.TENKO_AUDIT_RETENTION_DAYS,
    },
    trustedProxies: values.TENKO_TRUSTED_PROXIES,
    reporting: {
      devicesPerMessage: values.TENKO_DEVICES_PER_MESSAGE,
      messagesInFlight: values.TENKO_MESSAGES_IN_FLIGHT,
      driftGraceMs: values.TENKO_DRIFT_GRACE_MINUTES * minute,
      readCycleMs: values.TENKO_READ_CYCLE_HOURS * 60 * minute,
      heartbeatMs: values.TENKO_HEARTBEAT_MINUTES * minute,
      deletesRetired: values.TENKO_RETIRE_DELETES_ENTRA_DEVICE,
    },
    logLevel: values.TENKO_LOG_LEVEL,
    azure,
    callsPerMinute: {
      key: values.TENKO_KEY_CALLS_PER_MINUTE,
      session: values.TENKO_SESSION_CALLS_PER_MINUTE,
      signIn: values.TENKO_SIGN_INS_PER_MINUTE,
      wrongKey: values.TENKO_WRONG_KEYS_PER_MINUTE,
    },
    signIn: oneLine(() => readSignIn(values, { app: azure, host: values.HOST, url })),
  };
}

function oneLine<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new EnvError(error instanceof Error ? error.message : String(error));
  }
}

/** A browser cannot open 0.0.0.0 everywhere: the address shown names this machine instead. */
function defaultUrl(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

function readAzure(values: Variables): AzureEnv {
  const credential = values.AZURE_CLIENT_SECRET ?? values.AZURE_CLIENT_CERTIFICATE_PATH;
  const needed: [string, string | undefined][] = [
    ['AZURE_TENANT_ID', values.AZURE_TENANT_ID],
    ['AZURE_CLIENT_ID', values.AZURE_CLIENT_ID],
    ['AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH', credential],
  ];
  const missing = needed.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0 && missing.length < needed.length) {
    throw new EnvError(
      `Azure is configured in part: ${missing.join(' and ')} not set. Set it, or none of them for the sandbox.`,
    );
  }
  const sandbox = missing.length > 0 || values.TENKO_SANDBOX === '1';
  return {
    mode: sandbox ? 'sandbox' : 'tenant',
    tenantId: values.AZURE_TENANT_ID ?? '',
    clientId: values.AZURE_CLIENT_ID ?? '',
    clientSecret: values.AZURE_CLIENT_SECRET ?? null,
    clientCertificatePath: values.AZURE_CLIENT_CERTIFICATE_PATH ?? null,
    cloud: values.AZURE_CLOUD,
    authorityHost: values.AZURE_AUTHORITY_HOST ?? null,
    graphUrl: values.MICROSOFT_GRAPH_URL ?? null,
    intuneResource: values.INTUNE_RESOURCE_URL ?? null,
  };
}

/** The environment that a child process is given: ours, and what it is told besides. */
export function childEnv(more: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}
