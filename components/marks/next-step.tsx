'use client';

import { useTranslations } from 'next-intl';
import { CircleCheck, CircleX, Clock, Wrench } from '#components/ui/icons';
import type { DeviceListItem } from '#lib/contract/device';

type Step = DeviceListItem['nextStep'];

const stepLooks = {
  done: { icon: CircleCheck, ink: 'text-good' },
  wait: { icon: Clock, ink: 'text-wait' },
  act: { icon: Wrench, ink: 'text-accent' },
  failed: { icon: CircleX, ink: 'text-bad' },
} as const;

/** The icon and color of a step: whether somebody has to act, or it goes on by itself. */
export function stepLookOf({ step, who }: Step): (typeof stepLooks)[keyof typeof stepLooks] {
  if (step === 'nothing' || (step === 'retired' && who === 'nobody')) return stepLooks.done;
  if (who === 'nobody' || who === 'microsoft' || who === 'tenko') return stepLooks.wait;
  return stepLooks[step === 'check_user' || step === 'look_at_failure' ? 'failed' : 'act'];
}

/** A step in a table: what, in two lines at most, and who; all of it on hover. */
export function NextStepShort({ value }: { value: Step }) {
  const t = useTranslations('device');
  const { step, who } = value;
  const { icon: Icon, ink } = stepLookOf(value);
  const title = useShortTitle()(step);
  if (who === 'nobody') {
    return (
      <span title={title} className="line-clamp-2 text-muted">
        {title}
      </span>
    );
  }
  return (
    <span title={`${title} · ${t(`fixer.${who}`)}`}>
      <span className="sheet-inline min-[56rem]:line-clamp-2">
        <Icon
          aria-hidden="true"
          size={14}
          strokeWidth={2.25}
          className={`me-1.5 -mt-0.5 inline-block ${ink}`}
        />
        {title}
      </span>{' '}
      <span className="sheet-inline text-muted min-[56rem]:block min-[56rem]:truncate min-[56rem]:text-xs">
        <span className="sheet-inline min-[56rem]:hidden">· </span>
        {t(`fixerShort.${who}`)}
      </span>
    </span>
  );
}

/** Returns a step in a few words, without what only the page of the device names. */
function useShortTitle(): (step: Step['step']) => string {
  const t = useTranslations('device');
  return (step) => {
    if (step === 'nothing') return t('fixer.nobody');
    return step === 'fix_device' ? t('nextStep.fix_device.short') : t(`nextStep.${step}.title`);
  };
}
