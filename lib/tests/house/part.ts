export interface Part {
  name: string;
  /** A folder or file; the longest that fits a path is its part */
  paths: readonly string[];
  mayImport: readonly string[];
  /** Packages it is limited to; absent: any but those that belong to one part */
  packages?: readonly string[];
}

/** Folders of verbs, one for each noun */
export const verbs = [
  'lib/about',
  'lib/alerts',
  'lib/api-keys',
  'lib/audit',
  'lib/bulk-actions',
  'lib/check-ins',
  'lib/connection',
  'lib/devices',
  'lib/overview',
  'lib/policies',
  'lib/preferences',
  'lib/privacy',
  'lib/reports',
  'lib/sources',
  'lib/views',
];
export const anywhere = ['lib/errors.ts', 'lib/log.ts', 'lib/process-singletons.ts'];
/** What most verbs are made of */
export const core = ['lib/domain', 'lib/contract', 'lib/db', 'lib/telemetry', ...anywhere];
export const browser = ['lib/client', 'lib/contract', 'lib/i18n', 'lib/domain'];
