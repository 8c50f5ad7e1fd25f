'use client';

import { useTranslations } from 'next-intl';
import { GuideLink } from '#components/marks/guide-link';
import { Check, CircleHelp, GitCompareArrows, Minus, ShieldX, X } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Status, toneInks } from '#components/ui/status';
import type { DeviceListItem } from '#lib/contract/device';
import type { EntraProblem } from '#lib/domain/devices/entra-problem';
import { accessLooks, entraProblemLooks } from './status-looks.tsx';

interface HeadlineProps {
  access: DeviceListItem['access'];
  /** Leads to what the guide says about it */
  explained?: boolean;
}

/** Whether the user gets access, and why. */
export function AccessHeadline({ access, explained = false }: HeadlineProps) {
  const t = useTranslations('device.access');
  const { state, because } = access;
  const { icon: Icon, tone } = accessLooks[state];
  return (
    <p className={`flex items-start gap-2 font-semibold text-lg ${toneInks[tone]}`}>
      <Icon aria-hidden="true" size={20} strokeWidth={2.25} className="mt-1 shrink-0" />
      <span>
        <span className="sr-only">{t('title')} </span>
        {t('headline', { state: t(state), because: t(`because.${because}`) })}
        {explained && (
          <>
            {' '}
            <GuideLink topic="access" entry={because} name={t(state)} />
          </>
        )}
      </span>
    </p>
  );
}

/** Warns where the verdict alone misleads: drift, a problem in Entra, a tag without effect, or a compliant device without access. */
export function AccessMark({ device }: { device: DeviceListItem }) {
  const t = useTranslations('device');
  const { driftSince, entra, access, verdict } = device;
  if (driftSince !== null) return <DriftMark since={driftSince} />;
  if (entra !== null && entra.problem !== null) {
    return <EntraProblemShort value={entra.problem} />;
  }
  if (access.because === 'tag_without_effect') {
    return (
      <Status tone="wait" icon={CircleHelp}>
        {t('access.tagWithoutEffect')}
      </Status>
    );
  }
  if (verdict !== 'compliant' || access.state !== 'likely_blocked') return null;
  return (
    <Status tone="bad" icon={ShieldX}>
      {access.because === 'not_registered' ? t('access.notRegistered') : t('access.likely_blocked')}
    </Status>
  );
}

/** What is wrong with Entra's answer in a word or two, for tables; on hover, in full. */
export function EntraProblemShort({ value }: { value: EntraProblem }) {
  const t = useTranslations('device');
  return (
    <Status {...entraProblemLooks[value]} title={t(`states.${value}`)}>
      {t(`entraShort.${value}`)}
    </Status>
  );
}

/** Entra differs from what Microsoft confirmed. `age`: says since when. */
export function DriftMark({ since, age = false }: { since: string | null; age?: boolean }) {
  const t = useTranslations();
  if (since === null) return null;
  return (
    <Status tone="wait" icon={GitCompareArrows} pill>
      {age
        ? t.rich('device.states.drift', { ago: () => <RelativeTime value={since} /> })
        : t('devices.drift')}
    </Status>
  );
}

/** One of Entra's flags with Microsoft's name for it. */
export function EntraFlag({ name, value }: { name: string; value: boolean | null }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <code translate="no" className="font-mono text-sm">
        {name}
      </code>
      <FlagStatus value={value} />
    </span>
  );
}

/** Yes, no, or null: not known. */
export function FlagStatus({ value }: { value: boolean | null }) {
  const t = useTranslations('common');
  if (value === null) {
    return (
      <Status tone="muted" icon={Minus}>
        {t('unknown')}
      </Status>
    );
  }
  return (
    <Status tone={value ? 'good' : 'bad'} icon={value ? Check : X}>
      {value ? t('yes') : t('no')}
    </Status>
  );
}
