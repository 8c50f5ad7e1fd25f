'use client';

import { useTranslations } from 'next-intl';
import { CircleCheck, CircleHelp, ShieldX } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { AccessState } from '#lib/domain/devices/access';

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
