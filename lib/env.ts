import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type AlertsEnv, alertsVariables, readAlerts } from './env/alerts.ts';
import { type AzureEnv, azureVariables, readAzure } from './env/azure.ts';
import { type BackupEnv, backupVariables, readBackup } from './env/backup.ts';
import { databaseVariables, readDatabase } from './env/database.ts';
import { type GivenSetting, givenSettings, unknownSettings } from './env/given-settings.ts';
import { type ListenEnv, listenVariables, readListen } from './env/listen.ts';
import { type OutboundEnv, outboundVariables, readOutbound } from './env/outbound.ts';
import { type ReportingEnv, readReporting, reportingVariables } from './env/reporting.ts';
import { fileVariable, secretVariables, withoutReplacedFiles, withSecretFiles } from './env/secret-files.ts';
import { readSignIn, type SignInEnv, signInVariables } from './env/sign-in.ts';
import { readSources, type SourcesEnv, sourcesVariables } from './env/sources.ts';
import { readTelemetry, type TelemetryEnv, telemetryVariables } from './env/telemetry.ts';
import { type TicketTemplate, ticketVariables } from './env/ticket.ts';
import { processVariables, readUpkeep, retentionVariables, type UpkeepEnv } from './env/upkeep.ts';
import { integer, truth } from './env/values.ts';
import { projectRoot } from './paths.ts';

/** A setting that cannot be used. The message is one line, fit for the console, and holds no secret. */
export class EnvError extends Error {
  override name = 'EnvError';
}

export type { AzureEnv } from './env/azure.ts';

export interface Env extends ListenEnv, UpkeepEnv {
  dataDir: string;
  /** Whoever used the data folder on another machine is known to be gone */
  takeOver: boolean;
  /** Null: the embedded database */
  databaseUrl: string | null;
  /** The database itself, where `databaseUrl` leads to a pooler; null: that is the database itself */
  databaseDirectUrl: string | null;
  demoDevices: number;
  bootstrapApiKey: string | null;
  /** Addresses and networks of proxies whose X-Forwarded-For is believed */
  trustedProxies: string[];
  reporting: ReportingEnv;
  azure: AzureEnv;
  outbound: OutboundEnv;
  signIn: SignInEnv;
  sources: SourcesEnv;
  alerts: AlertsEnv;
  /** The address that opens a ticket about a device, in parts; null: there is none */
  ticket: TicketTemplate | null;
  telemetry: TelemetryEnv;
  backup: BackupEnv;
  /** Calls a minute: of one key, of one session, to sign in from one address, and with wrong keys from one address */
  callsPerMinute: { key: number; session: number; signIn: number; wrongKey: number };
}

function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128);
}

/** All settings, with what the user is told about each. One without a description is set by the supervisor alone. */
export const variables = z.object({
  ...azureVariables,
  ...outboundVariables,
  ...signInVariables,
  ...listenVariables,
  TENKO_DATA_DIR: z
    .string()
    .default('.data')
    .describe('Folder of the embedded database, the sandbox and the logs'),
  TENKO_TAKE_OVER_DATA_DIR: truth
    .default(false)
    .describe(
      'true, for one start: use a data folder that another machine or an earlier version used last and no longer uses',
    ),
  ...databaseVariables,
  TENKO_DEMO_DEVICES: integer(0, 100_000)
    .optional()
    .describe('Demo devices, made once in an empty database. Unset: 300 with the sandbox, otherwise none'),
  TENKO_BOOTSTRAP_API_KEY: z
    .string()
    .regex(/^\S{32,200}$/, '32 to 200 characters without spaces')
    .optional()
    .describe('API key with all scopes that exists after the start. Make one with: openssl rand -hex 32'),
  ...retentionVariables,
  TENKO_TRUSTED_PROXIES: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine(
      (entries) => entries.every(isNetwork),
      'addresses or networks such as 10.0.0.0/8, with commas between',
    )
    .default([])
    .describe(
      'Addresses and networks of your reverse proxies, whose X-Forwarded-For is believed, such as 10.0.0.0/8,192.0.2.7',
    ),
  TENKO_KEY_CALLS_PER_MINUTE: integer(10, 10_000_000)
    .default(60_000)
    .describe('API calls a minute with one key'),
  TENKO_SESSION_CALLS_PER_MINUTE: integer(60, 10_000_000)
    .default(6_000)
    .describe('API calls a minute of one session'),
  TENKO_SIGN_INS_PER_MINUTE: integer(5, 1_000_000)
    .default(120)
    .describe('Steps of signing in a minute from one address'),
  TENKO_WRONG_KEYS_PER_MINUTE: integer(1, 1_000_000)
    .default(60)
    .describe('Calls a minute with invalid keys from one address'),
  ...reportingVariables,
  ...sourcesVariables,
  ...alertsVariables,
  ...ticketVariables,
  ...backupVariables,
  ...processVariables,
  ...telemetryVariables,
});

/** All that is read of the environment. */
export const variableNames = Object.keys(variables.shape);

/**
 * The one reader of the environment. An empty variable counts as not set; a line break at the end, as files have it, is
 * dropped. Throws EnvError.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = variables.safeParse(givenIn(oneLine(() => withSecretFiles(source))));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new EnvError(`${issue?.path.join('.')} is not usable: it must be ${issue?.message}.`);
  }
  const values = parsed.data;
  const azure = oneLine(() => readAzure(values));
  const listen = oneLine(() => readListen(values));
  return {
    ...listen,
    dataDir: resolve(projectRoot, values.TENKO_DATA_DIR),
    takeOver: values.TENKO_TAKE_OVER_DATA_DIR,
    ...oneLine(() => readDatabase(values)),
    demoDevices: values.TENKO_DEMO_DEVICES ?? (azure.mode === 'sandbox' ? 300 : 0),
    bootstrapApiKey: values.TENKO_BOOTSTRAP_API_KEY ?? null,
    ...readUpkeep(values),
    trustedProxies: values.TENKO_TRUSTED_PROXIES,
    reporting: readReporting(values),
    sources: readSources(values),
    alerts: oneLine(() => readAlerts(values)),
    ticket: values.TENKO_TICKET_URL ?? null,
    telemetry: readTelemetry(values),
    backup: readBackup(values),
    azure,
    outbound: readOutbound(values),
    callsPerMinute: {
      key: values.TENKO_KEY_CALLS_PER_MINUTE,
      session: values.TENKO_SESSION_CALLS_PER_MINUTE,
      signIn: values.TENKO_SIGN_INS_PER_MINUTE,
      wrongKey: values.TENKO_WRONG_KEYS_PER_MINUTE,
    },
    signIn: oneLine(() => readSignIn(values, { app: azure, ...listen })),
  };
}

/** Of our variables, those that are set. Quotes around a value are a file's that was read by another program. */
function givenIn(source: Record<string, string | undefined>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of variableNames) {
    const value = source[name]?.replace(/\r?\n$/, '');
    if (value === undefined || value.trim() === '') continue;
    if (/^(["']).*\1$/s.test(value.trim())) {
      throw new EnvError(`${name} is not usable: it must be written without quotes around it.`);
    }
    given[name] = value;
  }
  return given;
}

function oneLine<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new EnvError(error instanceof Error ? error.message : String(error));
  }
}

/** Where the user called a command: npm starts it in the folder of the project. */
export function callersFolder(source: Record<string, string | undefined> = process.env): string {
  return source.INIT_CWD ?? process.cwd();
}

/** Which variables are set, and those that look like ours and are not. No value of a secret is in it. */
export function describeSettings(source: Record<string, string | undefined> = process.env): {
  given: GivenSetting[];
  unknown: string[];
} {
  return { given: givenSettings(variableNames, source), unknown: unknownSettings(variableNames, source) };
}

/** The environment that a child process is given: ours, and what it is told besides. */
export function childEnv(more: Record<string, string>): NodeJS.ProcessEnv {
  return withoutReplacedFiles(process.env, more);
}

const exampleHead = [
  '# Every setting of Tenko. Made by `npm run env:example` from lib/env.ts: change it there.',
  '# Tenko reads its environment and no file. To use a copy of this one, load it first:',
  '#   set -a; . ./.env; set +a; npm start',
  '# or name it as EnvironmentFile= of a systemd unit, or with --env-file of a container.',
  '# A name that ends in _FILE is the path of a file with the secret alone in it: set it, or the variable above it.',
];

/** The text of `.env.example`: each variable with its description, commented out, at its default. */
export function envExample(): string {
  const entries = Object.entries(variables.shape).flatMap(([name, schema]) => {
    if (schema.description === undefined) return [];
    const asFile = secretVariables.some((secret) => secret === name) ? [`#${fileVariable(name)}=`] : [];
    return ['', `# ${schema.description}`, `#${name}=${defaultOf(schema)}`, ...asFile];
  });
  return `${[...exampleHead, ...entries].join('\n')}\n`;
}

function defaultOf(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodDefault)) return '';
  const value: unknown = schema.def.defaultValue;
  return Array.isArray(value) ? value.join(',') : String(value);
}
