import { type Fixer, fixerOf } from './client-status-code.ts';
import { type BlankFacts, obstacleOf } from './reportability.ts';

/** What is to be done next about a device. Texts: `device.nextStep.<step>`. */
export const nextSteps = [
  'nothing',
  'wait_for_confirmation',
  'wait_for_queue',
  'resume_reporting',
  'repair_connection',
  'follow_client_status',
  'wait_for_client_status',
  'wait_for_device_id',
  'retired',
  'check_user',
  'look_at_failure',
  'look_at_drift',
  'fix_device',
] as const;
export type NextStep = (typeof nextSteps)[number];

export interface NextStepFacts extends BlankFacts {
  failureCode: string | null;
  driftSince: Date | string | null;
}

export interface NextStepAdvice {
  step: NextStep;
  who: Fixer;
}

/** What an admin is told to do about this device, and who has to do it; the most pressing thing only. */
export function nextStepOf(
  device: NextStepFacts,
  connection: { paused: boolean; unhealthy: boolean },
): NextStepAdvice {
  const obstacle = obstacleOf(device);
  if (obstacle === 'retired') return { step: 'retired', who: 'nobody' };
  if (obstacle === 'client_status' && device.clientStatusCode !== null) {
    return { step: 'follow_client_status', who: fixerOf[device.clientStatusCode] };
  }
  if (obstacle === 'no_client_status') return { step: 'wait_for_client_status', who: 'feed' };
  if (obstacle === 'no_device_id') return { step: 'wait_for_device_id', who: 'device_then_admin' };
  if (connection.paused) return { step: 'resume_reporting', who: 'admin' };
  if (connection.unhealthy) return { step: 'repair_connection', who: 'admin' };
  if (device.azureComplianceStatus === 'failed') {
    const userCause = device.failureCode === 'user_not_found' || device.failureCode === 'user_unknown';
    return { step: userCause ? 'check_user' : 'look_at_failure', who: 'admin' };
  }
  if (device.azureComplianceStatus === 'in_progress') return { step: 'wait_for_confirmation', who: 'nobody' };
  if (device.azureComplianceStatus === null) return { step: 'wait_for_queue', who: 'nobody' };
  if (device.driftSince !== null) return { step: 'look_at_drift', who: 'admin' };
  // Azure knows all there is, and it may well block the user: what is left is on the device.
  if (device.verdict === 'noncompliant') return { step: 'fix_device', who: 'user_or_mdm' };
  return { step: 'nothing', who: 'nobody' };
}
