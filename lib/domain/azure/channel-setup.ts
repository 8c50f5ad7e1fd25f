import type { ConnectionHealth } from './connection-health.ts';
import type { PreflightStatus, PreflightStep } from './preflight.ts';

/** How far a step of the setup is, as far as using the channel and the last check of the connection show it. */
export const setupStates = [
  'done',
  'missing',
  'open',
  'unneeded',
  /** Tenko has no way to know */
  'unseen',
] as const;
export type SetupState = (typeof setupStates)[number];

interface ChannelFacts {
  health: ConnectionHealth;
  problem: { code: string } | null;
}

interface CheckedFacts extends ChannelFacts {
  /** The last check of the connection; empty: none was yet */
  preflight: readonly {
    step: PreflightStep;
    status: PreflightStatus;
    code: string | null;
    permissions?: readonly string[] | undefined;
  }[];
}

interface PartnerFacts extends CheckedFacts {
  provisioned: boolean;
  deprovisioned: boolean;
}

const intuneRoles = ['update_device_attributes', 'manage_partner_compliance_policy'];

/**
 * What the partner channel needs, in the order in which it is set up. Its use says more than the last check, which may be
 * from before a change.
 */
export function partnerSetup(facts: PartnerFacts) {
  const { health, problem, preflight, provisioned, deprovisioned } = facts;
  const works = health === 'healthy';
  const codes = [problem?.code, ...preflight.map(({ code }) => code)];
  // While this channel was off, the check left out what it needs.
  const wasOff = preflight.some(({ step, status }) => step === 'token_intune' && status === 'not_needed');
  const roles = wasOff ? undefined : preflight.find(({ step }) => step === 'permissions');
  const missesRole =
    problem?.code === 'permission_missing' ||
    roles?.permissions?.some((role) => intuneRoles.includes(role)) === true;
  return [
    { step: 'permissions', state: known(works || (roles?.status === 'ok' && !missesRole), missesRole) },
    { step: 'approval', state: known(works, codes.includes('not_approved')) },
    { step: 'provisioned', state: known(provisioned, deprovisioned) },
    { step: 'accepted', state: known(works, health === 'unhealthy') },
  ] as const;
}

/** What the Windows channel needs, in the order in which it is set up. */
export function windowsSetup({ health, problem, preflight }: CheckedFacts) {
  const works = health === 'healthy';
  // The engine is only refused; the check knows whether the app has the permission all the same.
  const refused = !works && preflight.some(({ code }) => code === 'write_not_allowed');
  return [
    { step: 'permission', state: known(works || refused, problem?.code === 'permission_missing') },
    { step: 'accepted', state: known(works, health === 'unhealthy') },
    { step: 'mdm', state: works ? ('unneeded' as const) : known(false, refused) },
  ] as const;
}

interface TagFacts extends ChannelFacts {
  /** Devices of this channel by whether their users are let in; null: not counted yet */
  access: { known: number; unknown: number } | null;
}

/** What the tag channel needs, in the order in which it is set up. A tag that Entra does not evaluate leaves access unknown. */
export function tagSetup({ health, problem, access }: TagFacts) {
  const works = health === 'healthy';
  const allEvaluated = access !== null && access.unknown === 0 && access.known > 0;
  return [
    { step: 'permission', state: known(works, problem?.code === 'permission_missing') },
    { step: 'accepted', state: known(works, health === 'unhealthy') },
    { step: 'policy', state: 'unseen' },
    { step: 'evaluated', state: known(allEvaluated, false) },
  ] as const;
}

function known(done: boolean, missing: boolean): SetupState {
  if (done) return 'done';
  return missing ? 'missing' : 'open';
}
