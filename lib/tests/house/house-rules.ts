import { consoleParts } from './console-parts.ts';
import { anywhere, core, type Part, verbs } from './part.ts';

const ruledApart = ['lib/api-keys', 'lib/bulk-actions', 'lib/connection', 'lib/policies', 'lib/sources'];

/** The parts of the house, and whom each may import besides itself: `ARCHITECTURE.md` in data. */
export const parts: readonly Part[] = [
  ...consoleParts,
  {
    name: 'contract',
    paths: ['lib/contract'],
    mayImport: ['lib/domain', 'lib/i18n/locales.ts', 'lib/errors.ts'],
    packages: ['zod'],
  },
  { name: 'domain', paths: ['lib/domain'], mayImport: ['lib/errors.ts'], packages: ['zod', 'es-toolkit'] },
  {
    name: 'connection',
    paths: ['lib/connection'],
    // An admin provisions by hand what the engine provisions by itself: one way to do both.
    mayImport: [...core, 'lib/engine/provision-tenant.ts'],
  },
  {
    name: 'API keys',
    paths: ['lib/api-keys'],
    // How a key is made, kept and known is authority's alone.
    mayImport: [...core, 'lib/auth'],
  },
  {
    name: 'bulk actions',
    paths: ['lib/bulk-actions'],
    // A device among many is reported, retired and given its Azure id as one alone is: one way to do it.
    mayImport: [
      ...core,
      'lib/engine/queue-reports.ts',
      'lib/engine/retire-locked-devices.ts',
      'lib/engine/azure-ids/move-azure-ids.ts',
    ],
  },
  { name: 'engine', paths: ['lib/engine'], mayImport: core },
  {
    // What an admin does to a device, the engine and bulk actions do to many: one way to do it.
    name: 'verbs of one device',
    paths: ['lib/devices/retire-device.ts', 'lib/devices/ask-entra.ts', 'lib/reports/report-now.ts'],
    mayImport: [...core, 'lib/devices', 'lib/reports', 'lib/engine'],
  },
  {
    // What spreadsheets read is written in one way, whatever it is about.
    name: 'export of reports',
    paths: ['lib/reports/export-reports.ts'],
    mayImport: [...core, 'lib/reports', 'lib/devices/csv-rows.ts'],
  },
  {
    name: 'policies',
    paths: ['lib/policies'],
    // A device that policies change is written as one that checks in: one way to do it.
    mayImport: [...core, 'lib/check-ins/write-batch.ts'],
  },
  {
    name: 'sources',
    paths: ['lib/sources'],
    // A device that is read is recorded as one that checks in: one way to do it.
    mayImport: [
      ...core,
      'lib/check-ins/feed-counter.ts',
      'lib/check-ins/parse-check-ins.ts',
      'lib/check-ins/record-check-ins.ts',
      // Which addresses may be entered is what calls may go to.
      'lib/outbound/address-reach.ts',
    ],
  },
  {
    name: 'secrets',
    paths: ['lib/secrets'],
    mayImport: ['lib/domain', 'lib/db', ...anywhere],
    packages: ['node'],
  },
  {
    name: 'verbs',
    paths: verbs.filter((folder) => !ruledApart.includes(folder)),
    mayImport: core,
  },
  {
    // Texts for people who have no page of their own, in their language and not the admin's.
    name: 'mails',
    paths: [
      'lib/devices/write-user-text.ts',
      'lib/alerts/help-link.ts',
      'lib/alerts/write-message.ts',
      'lib/alerts/send-message.ts',
      'lib/alerts/write-export.ts',
      'lib/alerts/write-user-mail.ts',
      'lib/alerts/send-user-mails.ts',
    ],
    mayImport: [...core, 'lib/alerts', 'lib/devices', 'lib/i18n'],
  },
  {
    // Receivers' wires: what goes out by HTTP and by SMTP.
    name: 'alerts/wire',
    paths: ['lib/alerts/wire'],
    mayImport: ['lib/domain', 'lib/outbound'],
    packages: ['node', 'nodemailer'],
  },
  {
    name: 'azure',
    paths: ['lib/azure'],
    mayImport: ['lib/domain', 'lib/outbound', 'lib/telemetry', ...anywhere],
  },
  { name: 'outbound', paths: ['lib/outbound'], mayImport: [], packages: ['node', 'undici', 'ipaddr.js'] },
  {
    // Other systems' wires: what they answer becomes check-ins, and nothing else of ours.
    name: 'sources/readers',
    paths: ['lib/sources/readers'],
    mayImport: ['lib/domain', 'lib/outbound'],
    packages: ['node', 'jsonata'],
  },
  { name: 'sandbox', paths: ['lib/sandbox'], mayImport: ['lib/domain', ...anywhere] },
  { name: 'database', paths: ['lib/db'], mayImport: ['lib/domain', 'lib/telemetry', ...anywhere] },
  { name: 'authority', paths: ['lib/auth'], mayImport: [...core, 'lib/env.ts'] },
  {
    name: 'HTTP',
    paths: ['lib/http'],
    mayImport: [...core, 'lib/auth', 'lib/i18n', 'lib/env.ts', 'lib/env/values.ts'],
  },
  { name: 'languages', paths: ['lib/i18n'], mayImport: ['lib/paths.ts'] },
  {
    name: 'processes',
    paths: ['lib/run'],
    mayImport: [
      ...core,
      'lib/auth',
      'lib/azure',
      'lib/http',
      'lib/i18n',
      'lib/sandbox',
      'lib/engine',
      'lib/outbound',
      'lib/secrets',
      // Calls that the server answers without Next.
      'app/api/direct-calls.ts',
      'lib/env.ts',
      'lib/env/secret-files.ts',
      'lib/paths.ts',
      ...verbs,
    ],
  },
  {
    name: 'environment',
    paths: ['lib/env.ts', 'lib/env'],
    mayImport: ['lib/env', 'lib/paths.ts'],
    packages: ['node', 'zod'],
  },
  {
    // What a process counts of its own work, and the traces of it.
    name: 'telemetry',
    paths: ['lib/telemetry'],
    mayImport: ['lib/process-singletons.ts'],
    packages: [
      'node',
      'prom-client',
      '@opentelemetry/api',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
    ],
  },
  {
    // Beside the API, not below it: where monitoring systems look.
    name: 'metrics route',
    paths: ['app/metrics'],
    mayImport: ['lib/http'],
  },
  { name: 'log', paths: ['lib/log.ts'], mayImport: ['lib/domain/text/shown-text.ts'], packages: ['pino'] },
  { name: 'errors', paths: ['lib/errors.ts'], mayImport: [], packages: [] },
  { name: 'process-wide', paths: ['lib/process-singletons.ts'], mayImport: [], packages: [] },
  { name: 'paths', paths: ['lib/paths.ts'], mayImport: [], packages: ['node'] },
];

/** Packages that only these paths may import. */
export const ownedPackages: Readonly<Record<string, readonly string[]>> = {
  '@prisma/': ['lib/db', 'lib/run'],
  pg: ['lib/db', 'lib/run'],
  'pg-boss': ['lib/run'],
  '@azure/msal-node': ['lib/azure'],
  jose: ['lib/azure'],
  jsonata: ['lib/sources/readers'],
  'prom-client': ['lib/telemetry'],
  '@opentelemetry/': ['lib/telemetry'],
  nodemailer: ['lib/alerts/wire'],
  react: ['app', 'components', 'lib/client', 'lib/http/pages/page-context.ts', 'lib/i18n'],
};

/** The one file that reads the environment, and what runs before it can be imported. */
export const mayReadEnvironment = ['lib/env.ts', 'lib/run/start.mjs', 'lib/run/test.mjs'];

export const topLevelFolders = [
  '.ci',
  '.github',
  'app',
  'bench',
  'components',
  'deploy',
  'docs',
  'e2e',
  'lib',
  'prisma',
  'public',
];

/** In lines, and in files. `crumb`: a file that only one other imports is longer than this, or a part of that one. */
export const longest = { file: 250, folder: 40, crumb: 40 };
