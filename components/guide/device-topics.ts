import { useTranslations } from 'next-intl';
import { accessLooks, clientCodeLook, managementLooks, verdictLooks } from '#components/marks/status-looks';
import { type AccessState, accessReasons, accessStateOf } from '#lib/domain/devices/access';
import { type BlankReason, blankReasons } from '#lib/domain/devices/blank-report-time';
import { type ClientStatusCode, clientStatusCodes, fixerOf } from '#lib/domain/devices/client-status-code';
import { type NextStep, nextSteps, stepActors, stepOfAccess } from '#lib/domain/devices/step-actors';
import { flagsOfVerdict, verdicts } from '#lib/domain/devices/verdict';
import { managementStates } from '#lib/domain/reports/report-status';
import type { GuideEntry, GuideTopic, Translate } from './guide-topic.ts';

/** What the list and the page of a device say about it. */
export function useDeviceTopics(): GuideTopic[] {
  const t = useTranslations();
  return [
    accessTopic(t),
    verdictTopic(t),
    stepTopic(t),
    fieldTopic(t),
    clientCodeTopic(t),
    obstacleTopic(t),
    managementTopic(t),
  ];
}

function accessTopic(t: Translate): GuideTopic {
  const states = (Object.keys(accessLooks) as AccessState[]).map((value) => ({
    value,
    name: t(`device.access.${value}`),
    look: accessLooks[value],
    code: value,
    meaning: t(`device.meaning.access.${value}`),
  }));
  const reasons = accessReasons.map((value): GuideEntry => {
    const state = accessStateOf[value];
    const because = t(`device.access.because.${value}`);
    return {
      value,
      name: t('device.access.headline', { state: t(`device.access.${state}`), because }),
      look: accessLooks[state],
      code: value,
      ...(value === 'not_read_yet' && { meaning: t('device.states.notReadText') }),
      step: stepOfAccess[value],
    };
  });
  return {
    id: 'access',
    title: t('device.access.title'),
    microsoft: t('guide.microsoft.access'),
    entries: [...states, ...reasons],
  };
}

function verdictTopic(t: Translate): GuideTopic {
  return {
    id: 'verdict',
    title: t('table.column.verdict'),
    about: t('guide.about.action'),
    microsoft: t('guide.microsoft.verdict'),
    entries: verdicts.map((value) => ({
      value,
      name: t(`device.verdict.${value}`),
      look: verdictLooks[value],
      code: value,
      meaning: t(`device.meaning.verdict.${value}`),
      microsoft: Object.entries(flagsOfVerdict[value])
        .map(([flag, on]) => `${flag}: ${on}`)
        .join(', '),
    })),
  };
}

/** In place of what a device fills in: names of policies, of a feed */
const filledIn = { policies: '…', feed: '…' };

function stepTopic(t: Translate): GuideTopic {
  const textOf = (step: NextStep) => {
    switch (step) {
      case 'follow_client_status':
      case 'fix_in_time':
      case 'register_again':
        return t(`guide.step.${step}`);
      case 'check_user':
      case 'look_at_failure':
        return t('guide.step.look_at_failure');
      default:
        return t(`device.nextStep.${step}.text`, filledIn);
    }
  };
  return {
    id: 'step',
    title: t('device.nextStepTitle'),
    about: t('guide.about.step'),
    entries: nextSteps.map((value) => ({
      value,
      name: t(`device.nextStep.${value}.title`, filledIn),
      code: value,
      fix: textOf(value),
      who: stepActors[value].map((who) => t(`device.fixer.${who}`)).join(' · '),
    })),
  };
}

/** The five fields, each with what Microsoft calls it. */
const azureFields = {
  azureDeviceId: 'deviceId',
  azureComplianceStatus: 'DataUploadMessages: Status',
  clientStatusCode: 'MSALError…',
  lastReportedAt: null,
  azureUserPrincipalName: 'registeredOwners: userPrincipalName',
} as const;

function fieldTopic(t: Translate): GuideTopic {
  const fields = Object.keys(azureFields) as (keyof typeof azureFields)[];
  return {
    id: 'fields',
    title: t('device.fields.title'),
    microsoft: t('guide.microsoft.fields'),
    entries: fields.map((value) => ({
      value,
      name: t(`device.fields.${value}.label`),
      code: value,
      meaning: t(`device.fields.${value}.description`),
      ...(azureFields[value] !== null && { microsoft: azureFields[value] }),
    })),
  };
}

/** https://learn.microsoft.com/entra/msal/objc/handle-errors-ios-macos */
const msalNames = {
  Internal_Error: 'MSALErrorInternal',
  Workplace_Join_Required: 'MSALErrorWorkplaceJoinRequired',
  Interaction_Required: 'MSALErrorInteractionRequired',
  Server_Declined_Scopes: 'MSALErrorServerDeclinedScopes',
  Server_Protection_Policies_Required: 'MSALErrorServerProtectionPoliciesRequired',
  User_Canceled: 'MSALErrorUserCanceled',
} as const satisfies Partial<Record<ClientStatusCode, string>>;

function clientCodeTopic(t: Translate): GuideTopic {
  return {
    id: 'client-code',
    title: t('device.fields.clientStatusCode.label'),
    microsoft: t('guide.microsoft.clientCode'),
    entries: clientStatusCodes.map((value) => ({
      value,
      name: value,
      look: clientCodeLook(value),
      meaning: t(`device.clientStatus.${value}.meaning`),
      ...(value in msalNames && { microsoft: msalNames[value as keyof typeof msalNames] }),
      fix: t(`device.clientStatus.${value}.fix`),
      who: t(`device.fixer.${fixerOf[value]}`),
    })),
  };
}

function obstacleTopic(t: Translate): GuideTopic {
  const entryOf = (value: BlankReason): Pick<GuideEntry, 'meaning' | 'fix' | 'step'> => {
    switch (value) {
      case 'reporting_off':
        return { meaning: t('device.blank.reporting_off'), step: 'resume_reporting' };
      case 'queued':
        return { meaning: t('device.blank.queued'), step: 'wait_for_queue' };
      case 'failed':
        return { meaning: t('device.blank.failed'), step: 'look_at_failure' };
      default:
        return { meaning: t(`bulkCauses.meaning.${value}`), fix: t(`bulk.fix.${value}`) };
    }
  };
  return {
    id: 'obstacle',
    title: t('guide.titles.obstacle'),
    about: t('guide.about.obstacle'),
    entries: blankReasons.map((value) => ({
      value,
      name: t(`device.blankShort.${value}`),
      code: value,
      ...entryOf(value),
    })),
  };
}

function managementTopic(t: Translate): GuideTopic {
  return {
    id: 'management',
    title: t('table.column.managementState'),
    microsoft: t('guide.microsoft.management'),
    entries: managementStates.map((value) => ({
      value,
      name: t(`device.management.${value}`),
      look: managementLooks[value],
      code: value,
      meaning:
        value === 'retired' ? t('device.nextStep.retired.text') : t(`device.meaning.management.${value}`),
    })),
  };
}
