import { z } from 'zod';
import { integer, isHost } from './values.ts';

/** How processes are watched. The web process serves its metrics where it serves everything else. */
export interface TelemetryEnv {
  /** Where a worker serves its metrics; null: nowhere */
  workerMetrics: { host: string; port: number } | null;
}

export const telemetryVariables = {
  TENKO_WORKER_METRICS_PORT: integer(1, 65_535)
    .optional()
    .describe('Port on which a worker serves its metrics, without a key. Unset: it serves none'),
  TENKO_WORKER_METRICS_HOST: z
    .string()
    .refine(isHost, 'an address or host name to listen on, without a port')
    .default('127.0.0.1')
    .describe('Address on which a worker serves its metrics'),
};

export function readTelemetry(values: z.infer<z.ZodObject<typeof telemetryVariables>>): TelemetryEnv {
  const { TENKO_WORKER_METRICS_HOST: host, TENKO_WORKER_METRICS_PORT: port } = values;
  return { workerMetrics: port === undefined ? null : { host, port } };
}
