import { useTranslations } from 'next-intl';
import { eventKey } from '#lib/client/alerts/rule-draft';
import { deliveryProblemCodes, destinationHealths } from '#lib/domain/alerts/alert-destination';
import { alertEventTypes, deliveryStates } from '#lib/domain/alerts/alert-event';
import { obstacles } from '#lib/domain/devices/obstacle';
import { actions } from '#lib/domain/devices/verdict';
import { policyModes } from '#lib/domain/policies/policy';
import { bulkOutcomes, bulkReasons } from '#lib/domain/reports/bulk-action';
import type { GuideEntry, GuideTopic, Translate } from './guide-topic.ts';

/** Policies, bulk actions and alerts. */
export function useWorkTopics(): GuideTopic[] {
  const t = useTranslations();
  return [...policyTopics(t), ...bulkTopics(t), ...alertTopics(t)];
}

function policyTopics(t: Translate): GuideTopic[] {
  const modes = policyModes.map((value) => ({
    value,
    name: t(`policies.state.${value}`),
    code: value,
    meaning: t(`policies.modeAbout.${value}`),
  }));
  const off = { value: 'off', name: t('policies.state.off'), meaning: t('policies.editor.enabledNote') };
  return [
    {
      id: 'action',
      title: t('guide.titles.action'),
      about: t('guide.about.action'),
      entries: actions.map((value) => ({
        value,
        name: t(`device.action.${value}`),
        code: value,
        meaning: t(`policies.editor.actionAbout.${value}`),
      })),
    },
    { id: 'policy-mode', title: t('guide.titles.policyMode'), entries: [...modes, off] },
  ];
}

const bulkStates = ['waiting', 'running', 'held', 'cancelling', 'cancelled', 'finished'] as const;

/** Reasons that are explained nowhere else: the others are obstacles, or causes of failed reports. */
const ownReasons = bulkReasons.filter((reason) => !obstacles.some((obstacle) => obstacle === reason));

function bulkTopics(t: Translate): GuideTopic[] {
  const outcomes = bulkOutcomes.map((value) => ({
    value,
    name: t(`bulk.outcome.${value}`),
    code: value,
    meaning: t(`guide.bulkOutcome.${value}`),
  }));
  const reasons = ownReasons.map(
    (value): GuideEntry => ({
      value,
      name: t(`bulkCauses.meaning.${value}`),
      code: value,
      ...(value !== 'nobody_to_tell' && { fix: t(`bulk.fix.${value}`) }),
    }),
  );
  return [
    {
      id: 'bulk',
      title: t('bulk.title'),
      entries: bulkStates.map((value) => ({
        value,
        name: t(`bulk.state.${value}`),
        meaning: t(`guide.bulk.${value}`),
      })),
    },
    { id: 'bulk-outcome', title: t('guide.titles.bulkOutcome'), entries: [...outcomes, ...reasons] },
  ];
}

function alertTopics(t: Translate): GuideTopic[] {
  const events = alertEventTypes.map((value): GuideEntry => {
    const key = eventKey(value);
    return { value, name: t(`alerts.event.${key}`), code: value, meaning: t(`alerts.eventAbout.${key}`) };
  });
  return [
    { id: 'event', title: t('guide.titles.event'), about: t('alerts.rules.noneText'), entries: events },
    {
      id: 'delivery',
      title: t('alerts.deliveries.title'),
      about: t('alerts.deliveries.about'),
      entries: deliveryStates.map((value) => ({
        value,
        name: t(`alerts.state.${value}`),
        code: value,
        meaning: t(`guide.delivery.${value}`),
      })),
    },
    {
      id: 'destination',
      title: t('guide.titles.destination'),
      about: t('alerts.destinations.about'),
      entries: destinationHealths.map((value) => ({
        value,
        name: t(`alerts.health.${value}`),
        code: value,
        meaning: value === 'disabled' ? t('alerts.form.enabledNote') : t(`guide.destination.${value}`),
      })),
    },
    {
      id: 'delivery-problem',
      title: t('guide.titles.deliveryProblem'),
      entries: deliveryProblemCodes.map((value) => ({
        value,
        name: t(`alerts.problem.${value}.title`),
        code: value,
        fix: t(`alerts.problem.${value}.remedy`),
      })),
    },
  ];
}
