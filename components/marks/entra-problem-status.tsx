'use client';

import { useTranslations } from 'next-intl';
import { CircleDashed, CircleOff, Hourglass, Lock, SearchX, Timer } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { EntraProblem } from '#lib/domain/devices/entra-problem';

export const entraProblemLooks = {
  not_in_entra: { tone: 'bad', icon: SearchX },
  disabled: { tone: 'bad', icon: CircleOff },
  expired: { tone: 'bad', icon: Timer },
  no_state: { tone: 'bad', icon: CircleDashed },
  not_followed_yet: { tone: 'wait', icon: Hourglass },
  no_permission: { tone: 'wait', icon: Lock },
} as const satisfies Record<EntraProblem, object>;

/** What is wrong with Entra's answer, in a few words. */
export function EntraProblemStatus({ problem }: { problem: EntraProblem }) {
  const t = useTranslations('device.states');
  return <Status {...entraProblemLooks[problem]}>{t(problem)}</Status>;
}
