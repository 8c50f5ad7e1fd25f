import { z } from 'zod';
import { integer } from './values.ts';

/** How long things are kept, how processes stop, and what they log. */
export interface UpkeepEnv {
  /** How long histories are kept */
  retentionDays: { checkIns: number; reports: number; audit: number };
  /** How the web process stops: how long it still takes connections, and how long requests under way may take then */
  stopping: { delayMs: number; withinMs: number };
  logLevel: (typeof logLevels)[number];
  /** Of `npm start`: files in the data folder and short lines on the console, or JSON lines on stdout alone */
  logTo: 'files' | 'stdout';
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export const retentionVariables = {
  TENKO_CHECK_IN_RETENTION_DAYS: integer(1, 3650)
    .default(30)
    .describe('How long the history of check-ins is kept'),
  TENKO_REPORT_RETENTION_DAYS: integer(1, 3650)
    .default(90)
    .describe('How long settled reports and finished bulk actions are kept'),
  TENKO_AUDIT_RETENTION_DAYS: integer(2, 3650).default(365).describe('How long the audit log is kept'),
};

export const processVariables = {
  TENKO_STOP_DELAY_SECONDS: integer(0, 300)
    .default(0)
    .describe(
      'How long a web process that has to stop still takes requests, while it says that it is not ready',
    ),
  TENKO_STOP_WITHIN_SECONDS: integer(1, 3600)
    .default(25)
    .describe('How long requests under way may take after that, uploads too'),
  TENKO_LOG_LEVEL: z
    .enum(logLevels, `one of ${logLevels.join(', ')}`)
    .default('info')
    .describe('Least severe log entries that are written: fatal, error, warn, info, debug, trace or silent'),
  TENKO_LOG_TO: z
    .enum(['files', 'stdout'], 'files or stdout')
    .default('files')
    .describe('Logs of npm start: files in the data folder, or stdout with one JSON object for each line'),
};

const variables = z.object({ ...retentionVariables, ...processVariables });

export function readUpkeep(values: z.infer<typeof variables>): UpkeepEnv {
  return {
    retentionDays: {
      checkIns: values.TENKO_CHECK_IN_RETENTION_DAYS,
      reports: values.TENKO_REPORT_RETENTION_DAYS,
      audit: values.TENKO_AUDIT_RETENTION_DAYS,
    },
    stopping: {
      delayMs: values.TENKO_STOP_DELAY_SECONDS * 1000,
      withinMs: values.TENKO_STOP_WITHIN_SECONDS * 1000,
    },
    logLevel: values.TENKO_LOG_LEVEL,
    logTo: values.TENKO_LOG_TO,
  };
}
