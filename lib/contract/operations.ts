import type { z } from 'zod';
import { aboutOperations } from './about.ts';
import { alertDeliveryOperations } from './alert-delivery.ts';
import { alertDestinationOperations } from './alert-destination.ts';
import { alertRuleOperations } from './alert-rule.ts';
import { apiKeyOperations } from './api-key.ts';
import { auditOperations } from './audit-event.ts';
import { bulkActionOperations } from './bulk-action.ts';
import { bulkForecastOperations } from './bulk-forecast.ts';
import { channelOperations } from './channel.ts';
import { checkInOperations } from './check-in.ts';
import { connectionOperations } from './connection.ts';
import { deviceOperations } from './device.ts';
import { deviceCountOperations } from './device-counts.ts';
import { deviceListOperations } from './device-list.ts';
import { deviceNoteOperations, deviceTagOperations } from './device-tags.ts';
import { entraDecisionOperations } from './entra-decision.ts';
import { entraOnlyOperations } from './entra-only.ts';
import { exportScheduleOperations } from './export-schedule.ts';
import { feedOperations } from './feed.ts';
import { liveOperations } from './live-changes.ts';
import type { Operation, pathParameters } from './operation.ts';
import { overviewOperations } from './overview.ts';
import { policyOperations } from './policy.ts';
import { policyExceptionOperations } from './policy-exception.ts';
import { preferenceOperations } from './preferences.ts';
import { reportOperations } from './report.ts';
import { sessionOperations } from './session.ts';
import { importOperations } from './sources/import.ts';
import { sourceOperations } from './sources/source.ts';
import { sourceRunOperations } from './sources/source-run.ts';
import { timelineOperations } from './timeline.ts';
import { userMailOperations } from './user-mail.ts';
import { userTextOperations } from './user-text.ts';
import { versionListOperations } from './version-list.ts';
import { viewOperations } from './view.ts';

/** Every operation of the API. Routes, the OpenAPI document and the console's calls are made from it. */
export const operations = {
  ...checkInOperations,
  ...feedOperations,
  ...deviceListOperations,
  ...deviceCountOperations,
  ...deviceOperations,
  ...deviceTagOperations,
  ...deviceNoteOperations,
  ...entraDecisionOperations,
  ...timelineOperations,
  ...userTextOperations,
  ...reportOperations,
  ...bulkActionOperations,
  ...bulkForecastOperations,
  ...connectionOperations,
  ...channelOperations,
  ...entraOnlyOperations,
  ...policyOperations,
  ...policyExceptionOperations,
  ...sourceOperations,
  ...sourceRunOperations,
  ...versionListOperations,
  ...importOperations,
  ...alertDestinationOperations,
  ...alertRuleOperations,
  ...alertDeliveryOperations,
  ...exportScheduleOperations,
  ...userMailOperations,
  ...overviewOperations,
  ...viewOperations,
  ...liveOperations,
  ...preferenceOperations,
  ...sessionOperations,
  ...apiKeyOperations,
  ...auditOperations,
  ...aboutOperations,
};

/** A file that is on its way */
export interface Upload {
  media: string;
  /** As they come in: the next is read when it is asked for. Throws where the rest does not come, or must not */
  chunks: AsyncIterable<Uint8Array>;
}

/** Method and path, such as `GET /api/v1/devices/{id}` */
export type OperationName = keyof typeof operations;
export type OperationOf<N extends OperationName> = (typeof operations)[N];

/** The names between braces in a path */
export type ParameterOf<N> =
  N extends `${string}{${infer Name extends keyof typeof pathParameters}}${infer Rest}`
    ? Name | ParameterOf<Rest>
    : never;
export type QueryOf<N extends OperationName> =
  OperationOf<N> extends { query: infer Schema extends z.ZodObject }
    ? z.output<Schema>
    : Record<string, never>;
export type BodyOf<N extends OperationName> =
  OperationOf<N> extends { body: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : OperationOf<N> extends { upload: unknown }
      ? Upload
      : undefined;
export type AnswerOf<N extends OperationName> = z.output<OperationOf<N>['answer']>;

/** Operations whose answer is a file */
export type DownloadName = Extract<OperationName, `${string}/export`>;

/** The operations as a list, for the document and for tests. */
export function listOperations(): (Operation & { name: OperationName; method: string; path: string })[] {
  return Object.entries<Operation>(operations).map(([name, operation]) => {
    const [method = '', path = ''] = name.split(' ');
    return { ...operation, name: name as OperationName, method, path };
  });
}
