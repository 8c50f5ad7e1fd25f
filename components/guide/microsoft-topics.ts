import { useTranslations } from 'next-intl';
import {
  azureStatusLooks,
  entraProblemLooks,
  reportStatusLooks,
  tagLooks,
} from '#components/marks/status-looks';
import { explainedSignInErrors } from '#lib/domain/azure/sign-in-event';
import { channels } from '#lib/domain/devices/channel';
import { driftCauses } from '#lib/domain/devices/drift';
import { type EntraProblem, entraProblems, problemCausesOf } from '#lib/domain/devices/entra-problem';
import { stepOfEntraProblem } from '#lib/domain/devices/step-actors';
import { type TagState, tagStates } from '#lib/domain/devices/tag';
import {
  type AzureComplianceStatus,
  azureComplianceStatuses,
  failureCodes,
  type ReportStatus,
  reportStatuses,
} from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import type { GuideEntry, GuideTopic, Translate } from './guide-topic.ts';

/** How a verdict reaches Microsoft, and what Microsoft makes of it. */
export function useMicrosoftTopics(): GuideTopic[] {
  const t = useTranslations();
  return [
    statusTopic(t),
    entraTopic(t),
    signInTopic(t),
    failureTopic(t),
    reportTopic(t),
    {
      id: 'trigger',
      title: t('reports.filter.trigger'),
      entries: triggers.map((value) => ({
        value,
        name: t(`device.trigger.${value}`),
        code: value,
        meaning: t(`guide.trigger.${value}`),
      })),
    },
    channelTopic(t),
    tagTopic(t),
  ];
}

/** States of Microsoft's messages: https://github.com/fleetdm/fleet, microsoft-proxy */
const messageStates = { successful: 'Status: Completed', failed: 'Status: Failed' } as const;

function statusTopic(t: Translate): GuideTopic {
  const values: readonly (AzureComplianceStatus | 'blank')[] = [...azureComplianceStatuses, 'blank'];
  return {
    id: 'status',
    title: t('device.fields.azureComplianceStatus.label'),
    about: t('device.fields.azureComplianceStatus.description'),
    microsoft: t('guide.microsoft.status'),
    entries: values.map((value) => ({
      value,
      name: t(`device.azureStatus.${value}`),
      look: azureStatusLooks[value],
      code: value,
      meaning: t(`device.meaning.azureStatus.${value}`),
      ...((value === 'successful' || value === 'failed') && { microsoft: messageStates[value] }),
    })),
  };
}

/** Of a device in Microsoft Graph: https://learn.microsoft.com/graph/api/resources/device */
const entraFlags = ['isCompliant', 'isManaged', 'accountEnabled', 'complianceExpirationDateTime'] as const;

/** What shows each problem in Microsoft Graph. */
const signs = {
  not_in_entra: '404',
  disabled: 'accountEnabled: false',
  expired: 'complianceExpirationDateTime',
  no_state: 'isCompliant: null',
  not_followed_yet: 'isCompliant, isManaged',
  no_permission: 'Device.Read.All, DeviceManagementManagedDevices.Read.All',
} as const satisfies Record<EntraProblem, string>;

function entraTopic(t: Translate): GuideTopic {
  const flags = entraFlags.map(
    (value): GuideEntry => ({ value, name: value, meaning: t(`guide.entra.${value}`) }),
  );
  const problems = entraProblems.map(
    (value): GuideEntry => ({
      value,
      name: t(`device.states.${value}`),
      look: entraProblemLooks[value],
      code: value,
      meaning: t(`device.states.${value}Text`),
      causes: causesOf(value).map((cause) => t(`device.states.problemCause.${cause}`)),
      microsoft: signs[value],
      step: stepOfEntraProblem[value],
    }),
  );
  const drift: GuideEntry = {
    value: 'drift',
    name: t('devices.drift'),
    meaning: t('device.states.driftText'),
    causes: driftCauses.map((cause) => t(`device.states.driftCause.${cause}`)),
    step: 'look_at_drift',
  };
  const unread: GuideEntry = {
    value: 'not_read',
    name: t('device.states.notRead'),
    meaning: t('device.states.notReadText'),
  };
  return {
    id: 'entra',
    title: t('device.states.entra'),
    microsoft: t('guide.microsoft.entra'),
    entries: [drift, ...problems, unread, ...flags],
  };
}

/** All that may be behind a problem, whether or not Microsoft has confirmed a report. */
function causesOf(problem: EntraProblem) {
  const facts = { problem, isLetIn: false, verdict: 'compliant', complianceExpiresAt: null } as const;
  const ways = [null, 'compliant'] as const;
  const causes = ways.flatMap((reported) => problemCausesOf({ ...facts, reported, lastReportedAt: null }));
  return [...new Set(causes)];
}

function signInTopic(t: Translate): GuideTopic {
  return {
    id: 'sign-in',
    title: t('device.signIns.title'),
    about: t('device.signIns.limit'),
    microsoft: t('guide.microsoft.signIn'),
    entries: explainedSignInErrors.map((value) => ({
      value,
      name: value,
      meaning: t(`device.signIns.error.${value}`),
      microsoft: `AADSTS${value}`,
    })),
  };
}

function failureTopic(t: Translate): GuideTopic {
  return {
    id: 'failure',
    title: t('guide.titles.failure'),
    about: t('guide.about.failure'),
    entries: failureCodes.map((value) => ({
      value,
      name: t(`device.cause.${value}`),
      code: value,
      meaning: t(`bulkCauses.meaning.${value}`),
      fix: t(`bulk.fix.${value}`),
    })),
  };
}

function reportTopic(t: Translate): GuideTopic {
  const meaningOf = (value: ReportStatus) =>
    value === 'queued' || value === 'superseded'
      ? t(`report.outcome.${value}.text`)
      : t(`device.meaning.azureStatus.${value}`);
  return {
    id: 'report',
    title: t('guide.titles.report'),
    entries: reportStatuses.map((value) => ({
      value,
      name: t(`device.reportStatus.${value}`),
      look: reportStatusLooks[value],
      code: value,
      meaning: meaningOf(value),
    })),
  };
}

/** The calls that each makes: partner service of Intune, Microsoft Graph */
const calls = {
  partner: 'PUT DataUploadMessages(guid)',
  windows: 'PATCH /devices: isCompliant, isManaged',
  tag: 'PATCH /devices: extensionAttributes',
} as const;

function channelTopic(t: Translate): GuideTopic {
  const meanings = {
    partner: t('guide.channel.partner'),
    windows: t('guide.channel.windows'),
    tag: t('channels.about.tagOff'),
    none: t('channels.withoutWhy'),
  };
  return {
    id: 'channel',
    title: t('channels.title'),
    about: t('channels.lead'),
    microsoft: t('guide.microsoft.channel'),
    entries: channels.map((value) => ({
      value,
      name: t(`connection.channel.${value}`),
      code: value,
      meaning: meanings[value],
      ...(value !== 'none' && { microsoft: calls[value] }),
    })),
  };
}

function tagTopic(t: Translate): GuideTopic {
  const meaningOf = (value: TagState) =>
    value === 'foreign' ? t('device.tag.foreignText') : t(`device.meaning.tag.${value}`);
  const states = tagStates.map(
    (value): GuideEntry => ({
      value,
      name: t(`device.tag.state.${value}`),
      look: tagLooks[value],
      code: value,
      meaning: meaningOf(value),
    }),
  );
  const without: GuideEntry = {
    value: 'without_effect',
    name: t('device.access.tagWithoutEffect'),
    meaning: t('guide.tagEffect'),
    step: 'check_tag_effect',
  };
  return {
    id: 'tag',
    title: t('connection.channel.tag'),
    about: t('device.tag.counts'),
    microsoft: t('guide.microsoft.tag'),
    entries: [...states, without],
  };
}
