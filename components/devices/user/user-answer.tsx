'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AccessHeadline } from '#components/marks/entra-marks';
import { accessLooks } from '#components/marks/status-looks';
import { Archive, type IconComponent } from '#components/ui/icons';
import { type Tone, toneEdges, toneGrounds, toneInks } from '#components/ui/status';
import { listHref } from '#lib/client/lists/device-search';
import type { DeviceListItem } from '#lib/contract/device';
import type { AccessState } from '#lib/domain/devices/access';

interface Props {
  /** Those that are shown */
  devices: readonly DeviceListItem[];
  /** There are others */
  more: boolean;
  name: string;
}

/**
 * Whether the person is let in, over all devices that are not retired, in the color of the worst answer. The only device says that
 * itself, right below.
 */
export function UserAnswer({ devices, more, name }: Props) {
  const t = useTranslations('users.answer');
  const title = useTranslations('device.access')('title');
  const counted = devices.filter(({ managementState }) => managementState !== 'retired');
  const retired = devices.length - counted.length;
  const [first] = counted;
  const { tone } = lookOf(counted);
  if (devices.length === 1) return null;
  return (
    <section
      aria-label={title}
      className={`rounded-lg border border-line border-s-4 px-4 py-2 ${toneEdges[tone]} ${toneGrounds[tone]}`}
    >
      {first !== undefined && counted.length === 1 ? (
        <AccessHeadline access={first.access} />
      ) : (
        <Headline devices={counted} retired={retired} />
      )}
      {counted.length > 0 && retired > 0 && <p className="text-muted">{t('retired', { count: retired })}</p>}
      {more && (
        <p>
          {t('more', { count: devices.length })}{' '}
          <Link href={listHref({ id: [name] })} className="rounded-md text-accent hover:underline">
            {t('toList')}
          </Link>
        </p>
      )}
    </section>
  );
}

function Headline({ devices, retired }: { devices: readonly DeviceListItem[]; retired: number }) {
  const t = useTranslations('users.answer');
  const { tone, icon: Icon } = lookOf(devices);
  const letIn = numberOf(devices, 'let_in');
  const blocked = numberOf(devices, 'likely_blocked');
  const unknown = numberOf(devices, 'unknown');
  const count = devices.length;
  const state = worstOf(devices);
  const isSame = state !== null && numberOf(devices, state) === count;
  return (
    <p className={`flex items-start gap-2 font-semibold text-lg sm:text-xl ${toneInks[tone]}`}>
      <Icon aria-hidden="true" size={20} strokeWidth={2.25} className="mt-1 shrink-0" />
      <span className="min-w-0">
        {state === null && t('allRetired', { count: retired })}
        {state !== null && isSame && t(`all.${state}`, { count })}
        {state !== null && !isSame && t('mixed', { letIn, blocked, unknown, count })}
      </span>
    </p>
  );
}

function lookOf(devices: readonly DeviceListItem[]): { tone: Tone; icon: IconComponent } {
  const worst = worstOf(devices);
  return worst === null ? { tone: 'muted', icon: Archive } : accessLooks[worst];
}

const fromWorst = ['likely_blocked', 'unknown', 'let_in'] as const satisfies AccessState[];

function worstOf(devices: readonly DeviceListItem[]): AccessState | null {
  return fromWorst.find((state) => numberOf(devices, state) > 0) ?? null;
}

const numberOf = (devices: readonly DeviceListItem[], state: AccessState) =>
  devices.filter(({ access }) => access.state === state).length;
