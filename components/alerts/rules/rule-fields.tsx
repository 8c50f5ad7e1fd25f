'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { GivenText } from '#components/marks/given-text';
import { CheckLine } from '#components/ui/check-list';
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import {
  eventGroupNames,
  eventGroups,
  eventKey,
  type RuleDraft,
  type RuleProblem,
} from '#lib/client/alerts/rule-draft';
import { destinationsQuery } from '#lib/client/queries/alert-queries';
import type { AlertEventType } from '#lib/domain/alerts/alert-event';
import { alertDigests } from '#lib/domain/alerts/alert-rule';
import { KindMark } from '../alert-marks.tsx';

interface Props {
  draft: RuleDraft;
  change: (part: Partial<RuleDraft>) => void;
  problems: ReadonlySet<RuleProblem>;
}

/** All types of events by what they are about, each with an explanation. */
export function EventFields({ draft: { events }, change }: Omit<Props, 'problems'>) {
  const t = useTranslations('alerts');
  const toggle = (type: AlertEventType, checked: boolean) =>
    change({ events: checked ? [...events, type] : events.filter((other) => other !== type) });
  return (
    <div className="gap-x-6 md:columns-2">
      {eventGroupNames.map((group) => (
        <fieldset key={group} className="mb-4 flex min-w-0 break-inside-avoid flex-col gap-2">
          <legend className="mb-1 font-medium">{t(`group.${group}`)}</legend>
          {eventGroups[group].map((type) => {
            const key = eventKey(type);
            return (
              <CheckLine
                key={type}
                hint={t(`eventAbout.${key}`)}
                checked={events.includes(type)}
                onChange={({ target }) => toggle(type, target.checked)}
              >
                {t(`event.${key}`)}
              </CheckLine>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}

interface DestinationProps {
  draft: Pick<RuleDraft, 'destinationIds'>;
  change: (part: Pick<RuleDraft, 'destinationIds'>) => void;
}

/** Where the messages go. */
export function DestinationFields({ draft: { destinationIds }, change }: DestinationProps) {
  const t = useTranslations('alerts.rules');
  const destinations = useQuery(destinationsQuery()).data?.items;
  if (destinations?.length === 0) {
    return (
      <p>
        {t('noDestinations')}{' '}
        <Link href="/alerts/destinations/new" className="rounded-md text-accent underline">
          {t('addDestination')}
        </Link>
      </p>
    );
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{t('column.destinations')}</legend>
      {destinations?.map(({ id, name, kind }) => (
        <CheckLine
          key={id}
          hint={<KindMark kind={kind} />}
          checked={destinationIds.includes(id)}
          onChange={({ target }) =>
            change({
              destinationIds: target.checked
                ? [...destinationIds, id]
                : destinationIds.filter((other) => other !== id),
            })
          }
        >
          <GivenText text={name} />
        </CheckLine>
      ))}
    </fieldset>
  );
}

/** At once or summed up, and when not to disturb. `zones`: those that the server knows. */
export function WhenFields({ draft, change, problems, zones }: Props & { zones: readonly string[] }) {
  const t = useTranslations('alerts');
  const name = useId();
  const { digest, digestAt, isQuiet, quietFrom, quietTo } = draft;
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-muted">{t('rules.whenNote')}</p>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t('rules.column.when')}</legend>
        {alertDigests.map((value) => (
          <CheckLine
            key={value}
            type="radio"
            name={name}
            hint={t(`whenAbout.${value}`)}
            checked={digest === value}
            onChange={() => change({ digest: value })}
          >
            {t(`when.${value}`)}
          </CheckLine>
        ))}
      </fieldset>
      {digest === 'daily' && (
        <TextField
          label={t('rules.digestAt')}
          heading
          note={t('rules.digestAtNote')}
          type="time"
          value={digestAt}
          problem={problems.has('time') ? t('rules.problem.time') : null}
          className="w-32"
          onChange={(at) => change({ digestAt: at })}
        />
      )}
      <CheckLine
        hint={t('rules.quietNote')}
        checked={isQuiet}
        onChange={({ target }) => change({ isQuiet: target.checked })}
      >
        {t('rules.quiet')}
      </CheckLine>
      {isQuiet && (
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <TextField
            label={t('rules.quietFrom')}
            heading
            type="time"
            value={quietFrom}
            problem={problems.has('quiet') ? t('rules.problem.quiet') : null}
            className="w-32"
            onChange={(from) => change({ quietFrom: from })}
          />
          <TextField
            label={t('rules.quietTo')}
            heading
            note={t('rules.quietToNote')}
            type="time"
            value={quietTo}
            className="w-32"
            onChange={(to) => change({ quietTo: to })}
          />
        </div>
      )}
      {(digest === 'daily' || isQuiet) && <ZoneField draft={draft} change={change} zones={zones} />}
    </div>
  );
}

interface ZoneProps {
  draft: Pick<RuleDraft, 'timeZone'>;
  change: (part: Pick<RuleDraft, 'timeZone'>) => void;
  zones: readonly string[];
}

export function ZoneField({ draft: { timeZone }, change, zones }: ZoneProps) {
  const t = useTranslations('alerts.rules');
  const known = zones.includes(timeZone) ? zones : [timeZone, ...zones];
  return (
    <div className="max-w-sm">
      <SelectField
        label={t('timeZone')}
        heading
        note={t('timeZoneNote')}
        value={timeZone}
        choices={known.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        onChoose={(zone) => change({ timeZone: zone })}
      />
    </div>
  );
}
