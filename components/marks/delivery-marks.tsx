'use client';

import { useTranslations } from 'next-intl';
import { CircleCheck, CircleX, Clock } from '#components/ui/icons';
import { type StatusLook, statusBadge } from '#components/ui/status';
import { eventKey } from '#lib/client/alerts/rule-draft';
import type { AlertDeliveryItem } from '#lib/contract/alert-delivery';
import type { DeliveryState, DeliveryType } from '#lib/domain/alerts/alert-event';
import { GivenText } from './given-text.tsx';

const stateLooks = {
  waiting: { tone: 'wait', icon: Clock },
  delivered: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
} as const satisfies Record<DeliveryState, StatusLook>;

/** How far a message got. */
export const DeliveryStatus = statusBadge(stateLooks, () => useTranslations('alerts.state'));

/** Returns the name of an event's type. */
export function useEventName(): (type: DeliveryType) => string {
  const t = useTranslations('alerts.event');
  return (type) => t(eventKey(type));
}

/** In the reader's language where Tenko knows the kind of problem; the receiver's own words are in the details. */
export function AttemptProblem({
  attempt: { code, error, status },
}: {
  attempt: AlertDeliveryItem['attempts'][number];
}) {
  const t = useTranslations('alerts.problem');
  if (code === null) return <GivenText text={error ?? ''} />;
  return status === null ? t(`${code}.title`) : `${t(`${code}.title`)} (${status})`;
}
