import { z } from 'zod';
import { integer, isHost } from './values.ts';

/** How processes are watched. The web process serves its metrics where it serves everything else. */
export interface TelemetryEnv {
  /** Where a worker serves its metrics; null: nowhere */
  workerMetrics: { host: string; port: number } | null;
  /** Where traces are sent; null: nowhere */
  tracing: { endpoint: string; headers: Record<string, string>; ratio: number } | null;
}

const collector = 'the http:// or https:// address of an OTLP collector, such as http://127.0.0.1:4318';

function isCollector(value: string): boolean {
  const url = URL.canParse(value) && !/[\s?#]/.test(value) ? new URL(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
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
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine(isCollector, collector)
    .transform((value) => value.replace(/\/+$/, ''))
    .optional()
    .describe(
      'Address of an OTLP collector, which traces are sent to by HTTP, such as http://127.0.0.1:4318. Unset: none',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(
      /^\s*[\w-]+=[^,=\p{Cc}][^,\p{Cc}]*(,\s*[\w-]+=[^,=\p{Cc}][^,\p{Cc}]*)*$/u,
      'names and values such as api-key=secret, with commas between',
    )
    .optional()
    .describe('Headers for that collector, such as api-key=secret'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'a number from 0 to 1')
    .transform(Number)
    .default(1)
    .describe('Share of the traces that are sent, from 0 to 1'),
};

export function readTelemetry(values: z.infer<z.ZodObject<typeof telemetryVariables>>): TelemetryEnv {
  const { TENKO_WORKER_METRICS_HOST: host, TENKO_WORKER_METRICS_PORT: port } = values;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio } = values;
  const headers = headersOf(values.OTEL_EXPORTER_OTLP_HEADERS ?? '');
  return {
    workerMetrics: port === undefined ? null : { host, port },
    tracing: endpoint === undefined ? null : { endpoint, headers, ratio },
  };
}

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
function headersOf(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.trim().split('=');
      return [name, decodeURIComponent(value.join('='))];
    }),
  );
}
