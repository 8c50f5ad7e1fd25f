import { partition } from 'es-toolkit';
import type { Access } from './access.ts';
import type { BlankFacts } from './blank-report-time.ts';
import { type Fixer, fixerOf } from './client-status-code.ts';
import type { EntraProblem } from './entra-problem.ts';
import { obstacleOf } from './obstacle.ts';
import { hasChannel, type OperatingSystem } from './operating-system.ts';
import type { NextStep } from './step-actors.ts';

/** Times are ISO 8601 in UTC. */
export interface NextStepFacts extends BlankFacts {
  os: OperatingSystem;
  restoredAt: string | null;
  failureCode: string | null;
  access: Access;
  entraProblem: EntraProblem | null;
  entraDiffersSince: string | null;
  driftSince: string | null;
  /** When a policy takes its access, unless it is fixed by then; null: none does */
  losesAccessAt: string | null;
  /** Since when a report is on its way; null: none is, or that is not known */
  underWaySince: string | null;
  /** Since when a report is due; null: nothing is due */
  dueSince: string | null;
}

interface Advice {
  step: NextStep;
  who: Fixer;
  /** Since when the device waits for it; null: not known, or it is nothing that is waited for */
  since: string | null;
}
/** `also`: whatever else holds, in its order. */
export interface NextStepAdvice extends Advice {
  also: Advice[];
}

interface Link {
  paused: boolean;
  unhealthy: boolean;
}

const advice = (step: NextStep, who: Fixer, since: string | null = null): Advice => ({ step, who, since });

/**
 * What has to be done about this device, and who can do it: the most urgent thing first, then all others.
 * It is never nothing, and never nobody's, where the user is likely blocked or Entra's answer has a problem.
 */
export function nextStepOf(device: NextStepFacts, connection: Link): NextStepAdvice {
  const steps = isOver(device) ? stepsOfRetired(device) : stepsOf(device, connection);
  const [first = quietStep(device), ...also] = steps;
  return { ...first, also };
}

/** Retired, or to be retired without a way to report it: nobody works on it any longer. */
function isOver(device: NextStepFacts): boolean {
  const obstacle = obstacleOf(device);
  return obstacle === 'retired' || (device.verdict === 'retired' && obstacle !== null);
}

/** Nothing is known to be wrong: where Entra does not let the device in yet, it has yet to follow. */
function quietStep({ access, entraDiffersSince }: NextStepFacts): Advice {
  return access.state === 'likely_blocked'
    ? advice('wait_for_entra', 'microsoft', entraDiffersSince)
    : advice('nothing', 'nobody');
}

/** If the device is still needed, it is enrolled again; otherwise Entra's view of it is checked. */
function stepsOfRetired(device: NextStepFacts): Advice[] {
  const mayBeMissed = device.access.state === 'likely_blocked' || device.entraProblem !== null;
  const retired = advice('retired', mayBeMissed ? 'mdm_admin' : 'nobody');
  const entra = [...driftSteps(device), ...entraSteps(device)];
  return device.access.state === 'let_in' ? [...entra, retired] : [retired, ...entra];
}

function stepsOf(device: NextStepFacts, connection: Link): Advice[] {
  const openlyLetIn = isLetInWrongly(device) && !isBeingReported(device, connection);
  const differing = openlyLetIn ? stepsOfLetIn(device) : driftSteps(device);
  const leads = openlyLetIn || (differing.length > 0 && entraIsAskedFirst(device));
  const obstacle = openlyLetIn && isRestored(device) ? [] : obstacleSteps(device);
  const user = userSteps(device);
  const toRegister = user.some(({ step }) => step === 'register_again');
  // Nobody can register a device with an account that Entra does not know.
  const [checkedFirst, onOurSide] = partition(
    [...obstacle, ...reportSteps(device, connection)],
    ({ step }) => toRegister && step === 'check_user',
  );
  return [
    ...(leads ? differing : []),
    ...(device.entraProblem === 'disabled' ? [advice('enable_in_entra', 'tenant_admin')] : []),
    ...checkedFirst,
    ...user,
    ...onOurSide,
    ...(leads ? [] : differing),
    ...entraSteps(device).filter(({ step }) => step !== 'enable_in_entra'),
    // Who is to go does not register again.
    ...(device.verdict === 'retired' && device.entraProblem === 'not_in_entra'
      ? [advice('retired', 'mdm_admin')]
      : []),
    ...(device.access.because === 'tag_without_effect' ? [advice('check_tag_effect', 'tenant_admin')] : []),
    ...waitingSteps(device, connection),
  ];
}

/** Microsoft has confirmed what holds now, and nothing keeps the device from being reported: Entra is what is wrong. */
function entraIsAskedFirst(device: NextStepFacts): boolean {
  return device.reportedVerdict === device.verdict && obstacleOf(device) === null;
}

/** Entra lets in a device that is noncompliant here: the person responsible for access must know. */
function isLetInWrongly({ verdict, access }: NextStepFacts): boolean {
  return verdict === 'noncompliant' && access.state === 'let_in';
}

/** What holds now is yet to be confirmed, and that goes on by itself. */
function isBeingReported(device: NextStepFacts, connection: Link): boolean {
  return device.reportedVerdict !== device.verdict && waitingSteps(device, connection).length > 0;
}

/** Confirmed, and no difference seen: Entra has not been read since, and has yet to follow. */
function stepsOfLetIn(device: NextStepFacts): Advice[] {
  const differing = [...(isRestored(device) ? obstacleSteps(device) : []), ...driftSteps(device)];
  if (differing.length > 0) return differing;
  return device.reportedVerdict === device.verdict
    ? [advice('wait_for_entra', 'microsoft')]
    : [advice('look_at_drift', 'admin')];
}

/** Entra may know something newer than what a backup brought back. */
function isRestored(device: NextStepFacts): boolean {
  return obstacleOf(device) === 'restored';
}

/** What the user has to do, together with the MDM's admin. The client's code counts whatever else is in the way. */
function userSteps(device: NextStepFacts): Advice[] {
  if (device.verdict === 'retired') return [];
  // Without a channel, the registration changes nothing.
  const code = device.channel === 'none' ? null : device.clientStatusCode;
  const byUser = code !== null && fixerOf[code] === 'user';
  return [
    ...(byUser ? [advice('follow_client_status', 'user')] : []),
    ...(isMissedInEntra(device) && !byUser ? [advice('register_again', 'user')] : []),
    ...(device.verdict === 'noncompliant' ? [advice('fix_device', 'user_or_mdm')] : []),
    ...(device.verdict === 'compliant' && device.losesAccessAt !== null
      ? [advice('fix_in_time', 'user_or_mdm')]
      : []),
  ];
}

/** Where Microsoft takes no reports of a system, registering it again changes nothing. */
function isMissedInEntra({ entraProblem, os }: NextStepFacts): boolean {
  return entraProblem === 'not_in_entra' && hasChannel(os);
}

/** Why the device cannot be reported, where its user cannot help. */
function obstacleSteps(device: NextStepFacts): Advice[] {
  switch (obstacleOf(device)) {
    case 'client_status': {
      const who = device.clientStatusCode === null ? 'nobody' : fixerOf[device.clientStatusCode];
      return who === 'user' ? [] : [advice('follow_client_status', who)];
    }
    case 'no_client_status':
      return [advice('wait_for_client_status', 'feed')];
    case 'no_device_id':
      return [advice('wait_for_device_id', 'device_then_admin')];
    case 'restored':
      return [advice('wait_for_check_in', 'device_then_admin', device.restoredAt)];
    case 'azure_id_taken':
      return [advice('move_azure_id', 'admin')];
    case 'os_unsupported':
      return [advice('os_unsupported', 'tenant_admin')];
    case 'channel_off':
      return [advice('switch_channel_on', 'admin')];
    // Another system reports the devices of this feed: where Entra has no state, that is where to look.
    case 'observed':
      if (device.entraProblem === 'not_in_entra' && !hasChannel(device.os)) {
        return [advice('os_unsupported', 'tenant_admin')];
      }
      return device.entraProblem === 'no_state' && device.reportedVerdict === null
        ? [advice('look_at_missing_state', 'tenant_admin')]
        : [];
    case 'retired':
    case null:
      return [];
  }
}

/** What keeps a report of a device that can be reported from going through. */
function reportSteps(device: NextStepFacts, { paused, unhealthy }: Link): Advice[] {
  if (obstacleOf(device) !== null) return [];
  const steps: Advice[] = [];
  if (paused) steps.push(advice('resume_reporting', 'admin'));
  else if (unhealthy) steps.push(advice('repair_connection', 'admin'));
  if (device.azureComplianceStatus === 'failed') steps.push(failureStep(device.failureCode));
  return steps;
}

function failureStep(code: string | null): Advice {
  const ofUser = code === 'user_not_found' || code === 'user_lookup_refused' || code === 'user_unknown';
  if (ofUser) return advice('check_user', 'mdm_admin');
  return advice('look_at_failure', code === 'newer_device' ? 'mdm_admin' : 'admin');
}

/** Entra differs from what Microsoft confirmed. */
function driftSteps({ entraProblem, driftSince, entraDiffersSince }: NextStepFacts): Advice[] {
  if (driftSince !== null) return [advice('look_at_drift', 'admin', driftSince)];
  return entraProblem === 'not_followed_yet'
    ? [advice('wait_for_entra', 'microsoft', entraDiffersSince)]
    : [];
}

/** Problems of Entra's answer that neither time nor the user ends. */
function entraSteps({ entraProblem, reportedVerdict }: NextStepFacts): Advice[] {
  switch (entraProblem) {
    case 'disabled':
      return [advice('enable_in_entra', 'tenant_admin')];
    case 'expired':
      return [advice('renew_state', 'admin')];
    // Without a report there can be no state: what keeps it from being reported is the step.
    case 'no_state':
      return reportedVerdict === null ? [] : [advice('look_at_missing_state', 'tenant_admin')];
    case 'no_permission':
      return [advice('grant_permission', 'tenant_admin')];
    // The user registers it again, or it is waited for.
    case 'not_in_entra':
    case 'not_followed_yet':
    case null:
      return [];
  }
}

/** What goes on by itself. */
function waitingSteps(device: NextStepFacts, { paused, unhealthy }: Link): Advice[] {
  if (obstacleOf(device) !== null || paused || unhealthy) return [];
  const { azureComplianceStatus: status, dueSince, underWaySince } = device;
  if (status === 'in_progress') return [advice('wait_for_confirmation', 'microsoft', underWaySince)];
  const isUnreported = dueSince !== null && device.reportedVerdict !== device.verdict;
  return status === null || isUnreported ? [advice('wait_for_queue', 'tenko', dueSince)] : [];
}
