'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEventName } from '#components/marks/delivery-marks';
import { GivenText } from '#components/marks/given-text';
import { CircleCheck, CircleOff, TriangleAlert } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import { destinationsQuery } from '#lib/client/queries/alert-queries';
import type { AlertRuleItem } from '#lib/contract/alert-rule';
import { isDeviceEvent } from '#lib/domain/alerts/alert-event';
import { useFilterWords } from '../../marks/use-filter-words.ts';
import { HealthStatus } from '../alert-marks.tsx';

/** More types of events than a row of a list names */
const mostNamed = 3;

/** The events of a rule. `full`: every one, else the first few. */
export function EventsText({ rule: { events }, full = false }: { rule: AlertRuleItem; full?: boolean }) {
  const t = useTranslations('alerts.rules');
  const nameOf = useEventName();
  const shown = full || events.length <= mostNamed + 1 ? events : events.slice(0, mostNamed);
  const rest = events.length - shown.length;
  return (
    <ul>
      {shown.map((type) => (
        <li key={type}>{nameOf(type)}</li>
      ))}
      {rest > 0 && <li className="text-muted">{t('moreEvents', { count: rest })}</li>}
    </ul>
  );
}

/** Which devices a rule is about; nothing where no event is about a device. */
export function RuleFilterText({ rule: { events, filter } }: { rule: AlertRuleItem }) {
  const t = useTranslations('alerts.rules');
  return events.some(isDeviceEvent) ? (
    <FilterText filter={filter} />
  ) : (
    <span className="text-muted">{t('noDevices')}</span>
  );
}

/** Which devices a filter finds. */
export function FilterText({ filter }: Pick<AlertRuleItem, 'filter'>) {
  const t = useTranslations('alerts.rules');
  const list = useTranslations('list');
  const words = useFilterWords()(filter);
  if (words.length === 0) return t('everyDevice');
  return (
    <ul>
      {words.map(({ name, label, value }) => (
        <li key={name} className="wrap-anywhere">
          {value === null ? label : list('chip', { filter: label, value })}
        </li>
      ))}
    </ul>
  );
}

/** Where a rule sends, with what is wrong there. */
export function RuleDestinations({
  rule: { destinationIds },
}: {
  rule: Pick<AlertRuleItem, 'destinationIds'>;
}) {
  const t = useTranslations('alerts.rules');
  const known = useQuery(destinationsQuery()).data?.items ?? [];
  if (destinationIds.length === 0) {
    return (
      <Status tone="wait" icon={TriangleAlert}>
        {t('nowhere')}
      </Status>
    );
  }
  return (
    <ul>
      {known
        .filter(({ id }) => destinationIds.includes(id))
        .map(({ id, name, health }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-2">
            <Link
              href={`/alerts/destinations/${id}`}
              prefetch={false}
              className="rounded-md text-accent hover:underline"
            >
              <GivenText text={name} />
            </Link>
            {(health === 'failing' || health === 'disabled') && <HealthStatus value={health} />}
          </li>
        ))}
    </ul>
  );
}

type When = Pick<AlertRuleItem, 'digest' | 'digestAt' | 'timeZone' | 'quietHours'>;

/** When messages of a rule go out. */
export function WhenText({ rule: { digest, digestAt, timeZone, quietHours } }: { rule: When }) {
  const t = useTranslations('alerts.when');
  const zone = timeZone.replaceAll('_', ' ');
  const hasZone = digest === 'daily' || quietHours !== null;
  return (
    <>
      {digest === 'daily' ? t('dailyAt', { time: digestAt }) : t(digest)}
      {quietHours !== null && (
        <span className="block text-muted text-sm">{t('quiet', { ...quietHours })}</span>
      )}
      {hasZone && (
        <span className="block text-muted text-sm" translate="no">
          {zone}
        </span>
      )}
    </>
  );
}

/** Whether a rule does anything. */
export function RuleStatus({ enabled, pill = false }: { enabled: boolean; pill?: boolean }) {
  const t = useTranslations('alerts.rules');
  return (
    <Status tone={enabled ? 'good' : 'muted'} icon={enabled ? CircleCheck : CircleOff} pill={pill}>
      {enabled ? t('on') : t('off')}
    </Status>
  );
}
