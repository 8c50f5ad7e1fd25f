import type { OperatingSystem } from '../devices/operating-system.ts';

/** Microsoft's names of the platforms that What-If knows */
export type WhatIfPlatform = 'android' | 'iOS' | 'macOS' | 'windows' | 'linux';

/** A sign-in that is only asked about: nobody signs in. */
export interface WhatIfQuery {
  /** Entra's object id */
  userId: string;
  azureDeviceId: string;
  isCompliant: boolean;
  /** As the device object has it; null: none */
  trustType: string | null;
  platform: WhatIfPlatform;
  /** Client id of the app that would be opened */
  applicationId: string;
  /** Those that are set, by number */
  extensionAttributes: ReadonlyMap<number, string>;
}

/** A Conditional Access policy, and whether it would apply. Whether its controls would be met is for the reader to judge. */
export interface WhatIfPolicy {
  id: string;
  displayName: string | null;
  applies: boolean;
  /** False: Microsoft only logs what the policy would do (report-only), or it is off */
  isEnforced: boolean;
  /** Microsoft's words for why not; null: none */
  reasons: string | null;
  /** All controls are required, or any one of them */
  needs: 'all' | 'any';
  /** Such as `block`, `mfa`, `compliantDevice` */
  grantControls: string[];
}

/** Apps by name; any other by its application id. https://learn.microsoft.com/entra/identity/conditional-access/reference-office-365-application-contents */
export const whatIfApps = {
  exchange_online: '00000002-0000-0ff1-ce00-000000000000',
  teams: 'cc15fd57-2c6c-4117-a88c-83b1d56b4bbe',
} as const;
export type WhatIfApp = keyof typeof whatIfApps;

/** Null: What-If has no such platform. iPadOS is part of Microsoft's iOS. */
export const whatIfPlatforms = {
  ios: 'iOS',
  ipados: 'iOS',
  android: 'android',
  macos: 'macOS',
  windows: 'windows',
  linux: 'linux',
  visionos: null,
  tvos: null,
  watchos: null,
  chromeos: null,
  other: null,
} as const satisfies Record<OperatingSystem, WhatIfPlatform | null>;

/** Why What-If could not be asked */
export const whatIfProblems = [
  'no_azure_id',
  'no_user',
  'no_platform',
  'not_in_entra',
  'no_permission',
  'no_licence',
] as const;
export type WhatIfProblem = (typeof whatIfProblems)[number];

/** What becomes of a control: `user`: met if the user does what is asked. */
export const controlOutcomes = ['met', 'user', 'unknown', 'unmet'] as const;
export type ControlOutcome = (typeof controlOutcomes)[number];

/** Whether the device would be let in; `if_user`: once the user has done what is asked. */
export const whatIfVerdicts = ['let_in', 'if_user', 'unknown', 'turned_away'] as const;
export type WhatIfVerdict = (typeof whatIfVerdicts)[number];

/** What Entra knows of the device */
export interface WhatIfDevice {
  /** As Conditional Access counts it now; null: the app may not read it */
  isCompliant: boolean | null;
  /** `accountEnabled`; null: not known */
  enabled: boolean | null;
  trustType: string | null;
}

type JudgeControl = (device: WhatIfDevice) => ControlOutcome;
const askUser: JudgeControl = () => 'user';

/**
 * Those that can be judged; `authenticationStrength`, `termsOfUse` and `customAuthenticationFactor` are our names for the
 * controls beside the built-in ones. Whether the app is approved or protected, the device object does not say.
 * https://learn.microsoft.com/graph/api/resources/conditionalaccessgrantcontrols
 */
const judges: Readonly<Record<string, JudgeControl>> = {
  block: () => 'unmet',
  compliantDevice: ({ isCompliant }) => {
    if (isCompliant === null) return 'unknown';
    return isCompliant ? 'met' : 'unmet';
  },
  // Hybrid joined, which Entra calls ServerAd
  domainJoinedDevice: ({ trustType }) => {
    if (trustType === null) return 'unknown';
    return trustType.toLowerCase() === 'serverad' ? 'met' : 'unmet';
  },
  mfa: askUser,
  passwordChange: askUser,
  authenticationStrength: askUser,
  termsOfUse: askUser,
  customAuthenticationFactor: askUser,
};

export function controlOutcomeOf(control: string, device: WhatIfDevice): ControlOutcome {
  return Object.hasOwn(judges, control) ? (judges[control]?.(device) ?? 'unknown') : 'unknown';
}

/** Of all controls of a policy together: with `all` the worst decides, with `any` the best. None: nothing is demanded. */
export function policyOutcomeOf(
  { needs, grantControls }: Pick<WhatIfPolicy, 'needs' | 'grantControls'>,
  device: WhatIfDevice,
): ControlOutcome {
  const ranks = grantControls.map((one) => controlOutcomes.indexOf(controlOutcomeOf(one, device)));
  if (ranks.length === 0) return 'met';
  return controlOutcomes[needs === 'all' ? Math.max(...ranks) : Math.min(...ranks)] ?? 'unknown';
}

/**
 * Whether the device would be let in: every enforced policy that applies has to be met. A policy that Microsoft could not
 * decide on leaves it unknown, unless the device meets its demands anyway.
 */
export function judgeWhatIf(device: WhatIfDevice, policies: readonly WhatIfPolicy[]): WhatIfVerdict {
  if (device.enabled === false) return 'turned_away';
  const outcomes = policies
    .filter(({ isEnforced }) => isEnforced)
    .flatMap((policy): ControlOutcome[] => {
      const outcome = policyOutcomeOf(policy, device);
      if (policy.applies) return [outcome];
      return isUndecided(policy) && outcome !== 'met' ? ['unknown'] : [];
    });
  if (outcomes.includes('unmet')) return 'turned_away';
  if (outcomes.includes('unknown')) return 'unknown';
  return outcomes.includes('user') ? 'if_user' : 'let_in';
}

/** Microsoft lacked facts to say whether the policy applies. */
export function isUndecided({ applies, reasons }: Pick<WhatIfPolicy, 'applies' | 'reasons'>): boolean {
  return !applies && (reasons?.includes('notEnoughInformation') ?? false);
}
