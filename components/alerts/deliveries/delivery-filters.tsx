'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FilterChip, FilterChips } from '#components/layout/filter-chips';
import { useEventName } from '#components/marks/delivery-marks';
import { FilterMenu } from '#components/ui/filter-menu';
import { CircleX, Clock } from '#components/ui/icons';
import { ToggleChip } from '#components/ui/toggle-chip';
import { deliverySearchParsers } from '#lib/client/lists/delivery-search';
import { destinationsQuery } from '#lib/client/queries/alert-queries';
import { deviceQuery } from '#lib/client/queries/device-queries';
import { deliveryTypes } from '#lib/domain/alerts/alert-event';
import { shownText } from '#lib/domain/text/shown-text';
import { useListSearch } from '../../layout/use-list-search.ts';

const quick = [
  { state: 'failed', icon: CircleX },
  { state: 'waiting', icon: Clock },
] as const;

const orNull = <T,>(values: readonly T[]) => (values.length > 0 ? [...values] : null);

export function DeliveryFilters() {
  const t = useTranslations('alerts');
  const list = useTranslations('list');
  const nameOf = useEventName();
  const { search, change } = useListSearch(deliverySearchParsers);
  const destinations = useQuery(destinationsQuery()).data?.items ?? [];
  return (
    <section aria-label={list('filters')} className="flex flex-wrap items-center gap-2">
      {quick.map(({ state, icon }) => {
        const pressed = search.state.join() === state;
        return (
          <ToggleChip
            key={state}
            icon={icon}
            label={t(`state.${state}`)}
            pressed={pressed}
            onToggle={() => change({ state: pressed ? null : [state] })}
          />
        );
      })}
      <FilterMenu
        label={t('deliveries.column.destination')}
        chosenNote={list('chosen')}
        choices={destinations.map(({ id, name }) => ({ value: id, label: shownText(name) }))}
        chosen={search.destinationId}
        onChange={(ids) => change({ destinationId: orNull(ids) })}
      />
      <FilterMenu
        label={t('deliveries.column.event')}
        chosenNote={list('chosen')}
        choices={deliveryTypes.map((value) => ({ value, label: nameOf(value) }))}
        chosen={search.eventType}
        onChange={(types) => change({ eventType: orNull(types) })}
      />
    </section>
  );
}

export function DeliveryActiveFilters() {
  const t = useTranslations('alerts');
  const nameOf = useEventName();
  const { search, change, clear } = useListSearch(deliverySearchParsers);
  const { destinationId, state, eventType, deviceId, recipient } = search;
  const destinations = useQuery(destinationsQuery()).data?.items ?? [];
  // The name comes from the device itself, because the list may be empty.
  const device = useQuery({ ...deviceQuery(deviceId ?? ''), enabled: deviceId !== null });
  const without = <T,>(values: readonly T[], value: T) => orNull(values.filter((other) => other !== value));
  const chips: FilterChip[] = [
    ...destinationId.map((value) => ({
      id: value,
      filter: t('deliveries.column.destination'),
      value: shownText(destinations.find(({ id }) => id === value)?.name ?? value),
      remove: () => change({ destinationId: without(destinationId, value) }),
    })),
    ...state.map((value) => ({
      id: value,
      filter: t('deliveries.column.state'),
      value: t(`state.${value}`),
      remove: () => change({ state: without(state, value) }),
    })),
    ...eventType.map((value) => ({
      id: value,
      filter: t('deliveries.column.event'),
      value: nameOf(value),
      remove: () => change({ eventType: without(eventType, value) }),
    })),
  ];
  if (deviceId !== null) {
    const value = shownText(device.data?.name ?? deviceId);
    const remove = () => change({ deviceId: null });
    chips.push({ id: 'device', filter: t('deliveries.device'), value, remove });
  }
  if (recipient !== null) {
    const remove = () => change({ recipient: null });
    chips.push({ id: 'recipient', filter: t('deliveries.recipient'), value: shownText(recipient), remove });
  }
  return <FilterChips chips={chips} onClear={clear} />;
}
