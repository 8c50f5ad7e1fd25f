import type { Action } from '#lib/domain/devices/verdict';
import type { Random } from './random.ts';

/** What feeds find, with what they then ask for; the shares are of one hundred devices. */
const found = {
  none: [],
  mild: [
    ['OS update pending', 'monitor'],
    ['Battery service due', 'monitor'],
    ['Screen lock longer than 5 minutes', 'send_alert'],
    ['No check-in for 3 days', 'send_alert'],
  ],
  severe: [
    ['OS too old', 'quarantine'],
    ['Storage not encrypted', 'block'],
    ['Passcode missing', 'block'],
    ['Jailbroken or rooted', 'quarantine'],
    ['Forbidden app installed', 'block'],
    ['Real-time protection off', 'quarantine'],
    ['圏外の期間が長すぎる', 'block'],
  ],
  retire: [['Lost or stolen', 'retire']],
} as const satisfies Record<string, readonly (readonly [string, Action])[]>;

export interface FoundViolation {
  policy: string;
  action: Action;
  since: string;
}

/** About 12 % of devices are not compliant, few of them to be retired. */
export function findViolations(random: Random, now: Date): FoundViolation[] {
  const severity = random.weighted([
    ['none', 74],
    ['mild', 14],
    ['severe', 11],
    ['retire', 1],
  ] as const);
  const worst = severity === 'none' ? [] : [random.pick(asList(found[severity]))];
  const others = severity === 'severe' && random.chance(0.4) ? [random.pick(asList(found.mild))] : [];
  return [...worst, ...others].map(([policy, action]) => {
    const since = new Date(now.getTime() - random.below(12 * 24 * 60) * 60_000);
    return { policy, action, since: since.toISOString() };
  });
}

type Finding = readonly [string, Action];

function asList(list: readonly Finding[]): readonly [Finding, ...Finding[]] {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('a list of findings is empty');
  return [first, ...rest];
}
