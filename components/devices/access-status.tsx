'use client';

import { useTranslations } from 'next-intl';
import type { AccessState } from '#lib/domain/access';
import { CircleCheck, CircleHelp, ShieldX } from '../ui/icons.tsx';
import { Status } from '../ui/status.tsx';

export const accessLooks = {
  let_in: { tone: 'good', icon: CircleCheck },
  likely_blocked: { tone: 'bad', icon: ShieldX },
  unknown: { tone: 'wait', icon: CircleHelp },
} as const satisfies Record<AccessState, object>;

/** Whether Conditional Access lets the user in, in a word. */
export function AccessStatus({ state, pill = false }: { state: AccessState; pill?: boolean }) {
  const t = useTranslations('device.access');
  return (
    <Status {...accessLooks[state]} pill={pill}>
      {t(state)}
    </Status>
  );
}
