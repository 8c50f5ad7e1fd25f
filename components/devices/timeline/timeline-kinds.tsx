'use client';

import { useTranslations } from 'next-intl';
import {
  Archive,
  GitCompareArrows,
  type IconComponent,
  MessageCircleReply,
  MonitorCheck,
  Scale,
  Send,
} from '#components/ui/icons';
import { type TimelineKind, timelineKinds } from '#lib/domain/devices/timeline';

const icons = {
  check_in: MonitorCheck,
  verdict: Scale,
  report: Send,
  read_back: MessageCircleReply,
  drift: GitCompareArrows,
  retirement: Archive,
} as const satisfies Record<TimelineKind, IconComponent>;

interface Props {
  /** None is all */
  chosen: readonly TimelineKind[];
  onChoose: (kinds: readonly TimelineKind[]) => void;
}

/** Narrows the timeline: any of its kinds. */
export function TimelineKinds({ chosen, onChoose }: Props) {
  const t = useTranslations('device.timeline');
  return (
    <fieldset className="flex flex-wrap gap-1.5 border-line border-b px-4 py-2">
      <legend className="sr-only">{t('filter')}</legend>
      {timelineKinds.map((kind) => {
        const pressed = chosen.includes(kind);
        const Icon = icons[kind];
        const look = pressed
          ? 'border-accent bg-accent-soft text-accent'
          : 'border-line-strong bg-surface hover:bg-sunken';
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={pressed}
            onClick={() => onChoose(timelineKinds.filter((one) => (one === kind) !== chosen.includes(one)))}
            className={`inline-flex min-h-6 items-center gap-1 rounded-full border px-2 font-medium text-sm ${look}`}
          >
            <Icon aria-hidden="true" size={13} />
            {t(`kind.${kind}`)}
          </button>
        );
      })}
    </fieldset>
  );
}
