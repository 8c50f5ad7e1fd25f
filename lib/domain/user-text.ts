import { type ClientStatusCode, fixerOf } from './client-status-code.ts';
import type { NextStep } from './next-step.ts';
import type { ManagementState } from './report-status.ts';
import type { Obstacle } from './reportability.ts';
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
export const userTextProblems = ['violation', 'alert', 'retired', ...userCodes] as const;
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
  'tenant_admin',
  'device_tries_again',
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
  managementState: ManagementState;
  clientStatusCode: ClientStatusCode | null;
  obstacle: Obstacle | null;
  nextStep: { step: NextStep };
  encrypted: boolean | null;
  passcodeSet: boolean | null;
  compromised: boolean | null;
}

/** What the user of a device has to know and do: from what holds for the device, never from what usually does. */
export function userTextPlan(device: UserTextFacts): UserTextPlan {
  if (device.verdict === 'retired' || device.managementState !== 'managed') {
    return { subject: 'retired', problems: ['retired'], steps: [], outlooks: [] };
  }
  const code = userCodes.find((known) => known === device.clientStatusCode);
  const violates = device.verdict === 'noncompliant';
  const warned = !violates && device.action === 'send_alert';
  const steps = [...(code ? [code] : []), ...(violates || warned ? repairs(device) : [])];
  const onOurSide = outlookOf(device);
  if (steps.length === 0) {
    const [outlook] = onOurSide;
    const subject = outlook === 'fine' ? 'fine' : outlook === 'on_its_way' ? 'wait' : 'ours';
    return { subject, problems: [], steps, outlooks: onOurSide };
  }
  const problems: UserTextPlan['problems'] = code ? [code] : [];
  if (violates) problems.push('violation');
  if (warned) problems.push('alert');
  const ours = onOurSide.filter((outlook) => outlook !== 'fine' && outlook !== 'on_its_way');
  return {
    subject: 'act',
    problems,
    steps: [...steps, 'check_in'],
    outlooks: [...(violates || code ? (['unblocks'] as const) : []), ...ours],
  };
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
  wait_for_confirmation: ['on_its_way'],
  wait_for_queue: ['on_its_way'],
  resume_reporting: ['admin'],
  repair_connection: ['admin'],
  follow_client_status: [],
  wait_for_client_status: ['mdm_admin'],
  wait_for_device_id: ['mdm_admin'],
  retired: [],
  check_user: ['admin'],
  look_at_failure: ['admin'],
  look_at_drift: ['admin'],
} as const satisfies Record<NextStep, readonly UserTextPlan['outlooks'][number][]>;

function outlookOf({ nextStep: { step }, clientStatusCode }: UserTextFacts): UserTextPlan['outlooks'] {
  if (step !== 'follow_client_status' || clientStatusCode === null) return [...outlookOfStep[step]];
  const fixer = fixerOf[clientStatusCode];
  if (fixer === 'tenant_admin') return ['tenant_admin'];
  return fixer === 'device_then_admin' ? ['device_tries_again'] : [];
}
