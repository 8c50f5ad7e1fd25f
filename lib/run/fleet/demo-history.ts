import type { FleetFigures } from '../../contract/overview.ts';
import { Random } from './random.ts';

const dayMs = 86_400_000;
const days = 90;

/**
 * Figures of a demo fleet for each of the last 90 days, oldest first, made up so that charts tell something from the first
 * minute: the fleet grows, more of it is reported, and a policy ten weeks ago costs compliance for a while. Pure.
 */
export function demoHistory(devices: number, now: Date): { at: Date; figures: FleetFigures }[] {
  return Array.from({ length: days }, (_, index) => {
    const ago = days - index;
    return { at: new Date(now.getTime() - ago * dayMs), figures: figuresOf(devices, ago) };
  });
}

/** Shares of the demo fleet as it is once its first reports are confirmed, and by how much they were higher before. */
const shares = {
  noncompliant: { now: 0.123, before: 0.06 },
  blank: { now: 0.22, before: 0.14 },
  userHasToAct: { now: 0.26, before: 0.08 },
  entraDisagrees: { now: 0.06, before: 0.02 },
  blocked: { now: 0.3, before: 0.1 },
} as const;
const wave = { at: 68, width: 8, height: 0.09 };

function figuresOf(devices: number, ago: number): FleetFigures {
  const random = new Random('demo history', ago);
  const total = Math.round(devices * (1 - (0.18 * ago) / days));
  const part = (name: keyof typeof shares, more = 0) => {
    const { now, before } = shares[name];
    const noise = 1 + (random.next() - 0.5) * 0.08;
    return Math.round(total * (now + (before * ago) / days + more) * noise);
  };
  const noncompliant = part('noncompliant', wave.height * Math.exp(-(((ago - wave.at) / wave.width) ** 2)));
  const retired = ago < 40 ? Math.min(1, total) : 0;
  const blank = part('blank');
  const failed = Math.round(total * (0.012 + 0.02 * random.next() ** 3));
  const inProgress = Math.round(total * 0.007);
  const likelyBlocked = part('blocked');
  const unknown = Math.round(total * 0.04);
  return {
    total,
    verdict: { compliant: total - noncompliant - retired, noncompliant, retired },
    azureComplianceStatus: {
      blank,
      in_progress: inProgress,
      failed,
      successful: total - blank - failed - inProgress,
    },
    drifted: Math.round(total * (0.008 + 0.006 * Math.sin(ago / 6)) * (0.7 + 0.6 * random.next())),
    entraDisagrees: part('entraDisagrees'),
    neverReported: blank,
    userHasToAct: part('userHasToAct'),
    access: { let_in: total - likelyBlocked - unknown, likely_blocked: likelyBlocked, unknown },
  };
}
