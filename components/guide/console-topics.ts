import { useTranslations } from 'next-intl';
import { scopeKeys } from '#lib/client/api-keys/scope-keys';
import { sourceStates } from '#lib/client/sources/source-state';
import { type ConnectionCondition, connectionConditions } from '#lib/domain/azure/connection-condition';
import { feedHealths } from '#lib/domain/check-ins/feed-health';
import { rejectionCodes, warningCodes } from '#lib/domain/check-ins/intake-note';
import { apiKeyStates } from '#lib/domain/people/api-key';
import { keyScopes, roles } from '#lib/domain/people/scope';
import { sourceProblemCodes } from '#lib/domain/sources/source-problem';
import type { GuideEntry, GuideTopic, Translate } from './guide-topic.ts';

/** The connection to Microsoft, what comes in, and who may do what. */
export function useConsoleTopics(): GuideTopic[] {
  const t = useTranslations();
  return [connectionTopic(t), ...feedTopics(t), ...checkInTopics(t), ...peopleTopics(t)];
}

/** What ends a condition, where it does not end by itself. */
const stepOfCondition = {
  paused: 'resume_reporting',
  unhealthy: 'repair_connection',
  channel_unhealthy: 'repair_connection',
  channels_off: 'switch_channel_on',
  restored: 'wait_for_check_in',
} as const satisfies Partial<Record<ConnectionCondition, GuideEntry['step']>>;

function connectionTopic(t: Translate): GuideTopic {
  const helpWith = (value: ConnectionCondition): Pick<GuideEntry, 'fix' | 'step'> => {
    if (value === 'no_worker') return { fix: t('connection.remedy.start_worker') };
    if (value === 'deprovisioned') return { fix: t('connection.remedy.provision') };
    return value in stepOfCondition ? { step: stepOfCondition[value as keyof typeof stepOfCondition] } : {};
  };
  return {
    id: 'connection',
    title: t('connection.title'),
    microsoft: t('guide.microsoft.channel'),
    entries: connectionConditions.map((value) => ({
      value,
      name: t(`connection.condition.${value}`),
      code: value,
      meaning:
        value === 'channels_off' || value === 'untried'
          ? t(`connection.about.${value}`)
          : t(`guide.connection.${value}`),
      ...helpWith(value),
    })),
  };
}

function feedTopics(t: Translate): GuideTopic[] {
  return [
    {
      id: 'feed',
      title: t('feeds.title'),
      about: t('feeds.about'),
      entries: feedHealths.map((value) => ({
        value,
        name: t(`feeds.health.${value}`),
        code: value,
        meaning: t(`guide.feed.${value}`),
      })),
    },
    {
      id: 'source',
      title: t('guide.titles.source'),
      about: t('sources.newAbout'),
      entries: sourceStates.map((value) => ({
        value,
        name: t(`sources.state.${value}`),
        meaning: value === 'running' ? t('sources.runningNow') : t(`guide.source.${value}`),
      })),
    },
    {
      id: 'source-problem',
      title: t('guide.titles.sourceProblem'),
      entries: sourceProblemCodes.map((value) => ({
        value,
        name: t(`sources.problem.${value}.title`),
        code: value,
        fix: t(`sources.problem.${value}.remedy`),
      })),
    },
  ];
}

function checkInTopics(t: Translate): GuideTopic[] {
  return [
    {
      id: 'warning',
      title: t('guide.titles.warning'),
      about: t('guide.about.warning'),
      entries: warningCodes.map((value) => ({ value, name: t(`intake.warning.${value}`), code: value })),
    },
    {
      id: 'rejection',
      title: t('feeds.rejections.title'),
      about: t('guide.about.rejection'),
      entries: rejectionCodes.map((value) => ({ value, name: t(`intake.rejection.${value}`), code: value })),
    },
  ];
}

function peopleTopics(t: Translate): GuideTopic[] {
  return [
    {
      id: 'role',
      title: t('guide.titles.role'),
      about: t('role.howToAssign'),
      entries: roles.map((value) => ({
        value,
        name: t(`role.name.${value}`),
        meaning: t(`guide.role.${value}`),
      })),
    },
    {
      id: 'scope',
      title: t('guide.titles.scope'),
      about: t('apiKeys.about'),
      entries: keyScopes.map((value) => ({
        value,
        name: value,
        meaning: t(`apiKeys.scope.${scopeKeys[value]}`),
      })),
    },
    {
      id: 'api-key',
      title: t('apiKeys.title'),
      about: t('apiKeys.noneText'),
      entries: apiKeyStates.map((value) => ({
        value,
        name: t(`apiKeys.state.${value}`),
        code: value,
        meaning: t(`guide.apiKey.${value}`),
      })),
    },
  ];
}
