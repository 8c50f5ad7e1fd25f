import type { ManagementState } from '../reports/report-status.ts';
import { type ClientStatusCode, fixerOf } from './client-status-code.ts';
import type { NextStep } from './step-actors.ts';
import type { Action, Verdict } from './verdict.ts';

/** What a mail to a device's user is about. Texts: `userText.subject.<subject>` and so on. */
export const userTextSubjects = ['act', 'fine', 'wait', 'ours', 'retired'] as const;
const userCodes = [
  'Workplace_Join_Required',
  'Interaction_Required',
  'User_Canceled',
  'Account_logged_out',
] as const satisfies readonly ClientStatusCode[];
/** What is wrong, as far as the user has to know. */
export const userTextProblems = [
  'violation',
  'deadline',
  'alert',
  'retired',
  'not_in_entra',
  ...userCodes,
] as const;
/** What the user does, one after the other. */
export const userTextSteps = [
  ...userCodes,
  'compromised',
  'passcode',
  'encryption',
  'policies',
  'check_in',
] as const;
/** What comes next by itself, and who works on it. */
export const userTextOutlooks = [
  'unblocks',
  'fine',
  'on_its_way',
  'entra_follows',
  'entra_disabled',
  'entra_unknown',
  'os_unsupported',
  'tenant_admin',
  'device_tries_again',
  'next_check_in',
  'mdm_admin',
  'admin',
] as const;

export interface UserTextPlan {
  subject: (typeof userTextSubjects)[number];
  problems: (typeof userTextProblems)[number][];
  steps: (typeof userTextSteps)[number][];
  outlooks: (typeof userTextOutlooks)[number][];
}

export interface UserTextFacts {
  verdict: Verdict;
  action: Action | null;
  losesAccessAt: string | null;
  managementState: ManagementState;
  clientStatusCode: ClientStatusCode | null;
  nextStep: { step: NextStep; also: readonly { step: NextStep }[] };
  encrypted: boolean | null;
  passcodeSet: boolean | null;
  compromised: boolean | null;
}

/** Goes on by itself: not worth a word where the user has something to do. */
const waiting: UserTextPlan['outlooks'] = ['fine', 'on_its_way', 'entra_follows'];

/**
 * What the user of a device has to know and do: from what holds for the device, never from what usually does. That the
 * device is in order is said only where nothing is to be done, which excludes whatever Entra's answer is against.
 */
export function userTextPlan(device: UserTextFacts): UserTextPlan {
  if (device.verdict === 'retired' || device.managementState !== 'managed') {
    return { subject: 'retired', problems: ['retired'], steps: [], outlooks: [] };
  }
  const code = userCodes.find((known) => known === device.clientStatusCode);
  const gone = stepsOf(device).includes('register_again');
  const violates = device.verdict === 'noncompliant';
  const losing = !violates && device.losesAccessAt !== null;
  const warned = !violates && !losing && device.action === 'send_alert';
  // Who has to register does that first; a device that is gone is registered as one that never was.
  const registration = code ?? (gone ? 'Workplace_Join_Required' : null);
  const steps = [
    ...(registration ? [registration] : []),
    ...(violates || losing || warned ? repairs(device) : []),
  ];
  const onOurSide = outlooksOf(device);
  if (steps.length === 0) return { subject: subjectOf(onOurSide), problems: [], steps, outlooks: onOurSide };
  const problems: UserTextPlan['problems'] = code ? [code] : [];
  if (gone) problems.push('not_in_entra');
  if (violates) problems.push('violation');
  if (losing) problems.push('deadline');
  if (warned) problems.push('alert');
  return {
    subject: 'act',
    problems,
    steps: [...steps, 'check_in'],
    outlooks: [
      ...(violates || registration ? (['unblocks'] as const) : []),
      ...onOurSide.filter((outlook) => !waiting.includes(outlook)),
    ],
  };
}

function subjectOf(outlooks: UserTextPlan['outlooks']): UserTextPlan['subject'] {
  if (outlooks.every((outlook) => outlook === 'fine')) return 'fine';
  return outlooks.every((outlook) => waiting.includes(outlook)) ? 'wait' : 'ours';
}

function stepsOf({ nextStep: { step, also } }: UserTextFacts): NextStep[] {
  return [step, ...also.map((other) => other.step)];
}

/** What is known to be wrong by itself, else what the policies name. */
function repairs({ compromised, passcodeSet, encrypted }: UserTextFacts): UserTextPlan['steps'] {
  return [
    ...(compromised === true ? (['compromised'] as const) : []),
    ...(passcodeSet === false ? (['passcode'] as const) : []),
    ...(encrypted === false ? (['encryption'] as const) : []),
    'policies',
  ];
}

const outlookOfStep = {
  nothing: ['fine'],
  fix_device: [],
  fix_in_time: [],
  wait_for_confirmation: ['on_its_way'],
  wait_for_queue: ['on_its_way'],
  wait_for_entra: ['entra_follows'],
  resume_reporting: ['admin'],
  repair_connection: ['admin'],
  move_azure_id: ['admin'],
  follow_client_status: [],
  wait_for_client_status: ['mdm_admin'],
  wait_for_device_id: ['mdm_admin'],
  wait_for_check_in: ['next_check_in'],
  os_unsupported: ['os_unsupported'],
  switch_channel_on: ['admin'],
  retired: [],
  check_user: ['admin'],
  look_at_failure: ['admin'],
  look_at_drift: ['admin'],
  register_again: [],
  enable_in_entra: ['entra_disabled'],
  renew_state: ['admin'],
  look_at_missing_state: ['admin'],
  grant_permission: ['entra_unknown'],
  check_tag_effect: ['entra_unknown'],
} as const satisfies Record<NextStep, readonly UserTextPlan['outlooks'][number][]>;

/** Of all that holds, each once: the most pressing first. */
function outlooksOf(device: UserTextFacts): UserTextPlan['outlooks'] {
  const all = stepsOf(device).flatMap((step) =>
    step === 'follow_client_status' ? outlookOfCode(device.clientStatusCode) : outlookOfStep[step],
  );
  return [...new Set(all)];
}

function outlookOfCode(code: ClientStatusCode | null): UserTextPlan['outlooks'] {
  const fixer = code === null ? null : fixerOf[code];
  if (fixer === 'tenant_admin') return ['tenant_admin'];
  return fixer === 'device_then_admin' ? ['device_tries_again'] : [];
}
