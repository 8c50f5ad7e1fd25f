'use client';

import { useTranslations } from 'next-intl';
import type { Channel } from '#lib/domain/devices/channel';
import { tagStateFor } from '#lib/domain/devices/tag';
import type { Verdict } from '#lib/domain/devices/verdict';

/** Returns what Azure gets of a verdict: flags, or by the channel `tag` a tag. Without a channel yet, flags. */
export function useToldText(): (verdict: Verdict, channel: Channel | null) => string {
  const t = useTranslations('device.why');
  return (verdict, channel) => {
    if (channel !== 'tag') return t(`toldVerdict.${verdict}`);
    const tag = tagStateFor(verdict);
    return t(`toldTag.${tag}`);
  };
}
