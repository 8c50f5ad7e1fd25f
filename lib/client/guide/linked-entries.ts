import { deliveryProblemCodes } from '#lib/domain/alerts/alert-destination';
import { connectionConditions } from '#lib/domain/azure/connection-condition';
import { explainedSignInErrors } from '#lib/domain/azure/sign-in-event';
import { accessReasons } from '#lib/domain/devices/access';
import { blankReasons } from '#lib/domain/devices/blank-report-time';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { tagStates } from '#lib/domain/devices/tag';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, failureCodes, reportStatuses } from '#lib/domain/reports/report-status';
import type { GuideTopicName } from './guide-topics.ts';

/** What leads to an entry of its own in the reference, by topic. */
export const linkedEntries = {
  access: accessReasons,
  verdict: verdicts,
  fields: [
    'azureDeviceId',
    'azureComplianceStatus',
    'clientStatusCode',
    'lastReportedAt',
    'azureUserPrincipalName',
  ],
  status: [...azureComplianceStatuses, 'blank'],
  'client-code': clientStatusCodes,
  entra: [...entraProblems, 'drift', 'not_read'],
  'sign-in': explainedSignInErrors,
  obstacle: blankReasons,
  failure: failureCodes,
  report: reportStatuses,
  channel: channels,
  tag: tagStates,
  connection: connectionConditions,
  'delivery-problem': deliveryProblemCodes,
} as const satisfies Partial<Record<GuideTopicName, readonly string[]>>;

export type LinkedTopic = keyof typeof linkedEntries;
export type LinkedEntry<T extends LinkedTopic> = (typeof linkedEntries)[T][number];
