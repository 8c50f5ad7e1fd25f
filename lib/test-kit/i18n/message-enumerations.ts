import { eventGroupNames, eventKey } from '#lib/client/alerts/rule-draft';
import { filterNames } from '#lib/client/lists/device-search';
import { conditionTypes } from '#lib/client/policies/condition-edit';
import { durationUnits } from '#lib/client/policies/duration-parts';
import { groupKinds } from '#lib/client/policies/rule-tree';
import { fieldNames } from '#lib/client/sources/source-fields';
import { sourceStates } from '#lib/client/sources/source-state';
import {
  deliveryProblemCodes,
  destinationHealths,
  destinationKinds,
} from '#lib/domain/alerts/alert-destination';
import { alertEventTypes, deliveryStates, deliveryTypes } from '#lib/domain/alerts/alert-event';
import { alertDigests } from '#lib/domain/alerts/alert-rule';
import { exportRhythms } from '#lib/domain/alerts/export-schedule';
import { setupStates } from '#lib/domain/azure/channel-setup';
import { connectionConditions, holdingConditions } from '#lib/domain/azure/connection-condition';
import { azureServices, azureSteps, connectionHealths } from '#lib/domain/azure/connection-health';
import { findingCodes, preflightStatuses, preflightSteps } from '#lib/domain/azure/preflight';
import { remedies, remedyActors } from '#lib/domain/azure/remedy';
import { feedHealths } from '#lib/domain/check-ins/feed-health';
import { rejectionCodes, warningCodes } from '#lib/domain/check-ins/intake-note';
import { databaseFaults } from '#lib/domain/database-fault';
import { accessReasons, accessStates } from '#lib/domain/devices/access';
import { blankReasons } from '#lib/domain/devices/blank-report-time';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes, fixers } from '#lib/domain/devices/client-status-code';
import { builtInViewNames } from '#lib/domain/devices/device-criteria';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { obstacles } from '#lib/domain/devices/obstacle';
import { ownerships } from '#lib/domain/devices/operating-system';
import { nextSteps } from '#lib/domain/devices/step-actors';
import { tagStateFor, tagStates } from '#lib/domain/devices/tag';
import {
  userTextOutlooks,
  userTextProblems,
  userTextSteps,
  userTextSubjects,
} from '#lib/domain/devices/user-text';
import { actions, verdicts } from '#lib/domain/devices/verdict';
import { actorKinds } from '#lib/domain/people/actor';
import { apiKeyStates } from '#lib/domain/people/api-key';
import { auditActions, auditOutcomes } from '#lib/domain/people/audit-event';
import { signInMethods } from '#lib/domain/people/entra-sign-in';
import { roles } from '#lib/domain/people/scope';
import { signInProblems } from '#lib/domain/people/sign-in-problem';
import { policyModes } from '#lib/domain/policies/policy';
import { operators, unknownChoices } from '#lib/domain/policies/rule';
import { bulkActionKinds, bulkOutcomes, bulkReasons } from '#lib/domain/reports/bulk-action';
import {
  azureComplianceStatuses,
  failureCodes,
  managementStates,
  reportStatuses,
  uploadStatuses,
} from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { importMappings } from '#lib/domain/sources/import-row';
import { sourceKinds, walkKinds } from '#lib/domain/sources/source';
import { sourceProblemCodes, sourceRunStages, sourceRunStates } from '#lib/domain/sources/source-problem';
import { skipReasons } from '#lib/domain/sources/source-reader';
import { errorCodes } from '#lib/errors';

const bulkStates = ['waiting', 'running', 'held', 'cancelling', 'cancelled', 'finished'];

/** “At least” is another word for versions. */
const ruleSentences = [...operators, 'newer'];

/** The values of each key with a `*` that the console puts together. */
export const enumerations: Record<string, readonly string[]> = {
  'alerts.health.*': destinationHealths,
  'alerts.state.*': deliveryStates,
  'alerts.kind.*': destinationKinds,
  'alerts.kindAbout.*': destinationKinds,
  'alerts.problem.*.title': deliveryProblemCodes,
  'alerts.problem.*.remedy': deliveryProblemCodes,
  'alerts.event.*': deliveryTypes.map(eventKey),
  'alerts.eventAbout.*': alertEventTypes.map(eventKey),
  'alerts.group.*': eventGroupNames,
  'alerts.when.*': alertDigests,
  'alerts.whenAbout.*': alertDigests,
  'alerts.exports.every.*': exportRhythms,
  'feeds.health.*': feedHealths,
  'imports.kindOf.*': ['own', ...importMappings],
  'imports.kindNote.*': ['own', ...importMappings],
  'sources.kindAbout.*': sourceKinds,
  'sources.field.*.label': fieldNames,
  'sources.field.*.note': fieldNames,
  'sources.problem.*.title': sourceProblemCodes,
  'sources.problem.*.remedy': sourceProblemCodes,
  'sources.runState.*': sourceRunStates,
  'sources.skipReason.*': skipReasons,
  'sources.stage.*': sourceRunStages,
  'sources.state.*': sourceStates,
  'sources.walk.*': walkKinds,
  'intake.rejection.*': rejectionCodes,
  'intake.warning.*': warningCodes,
  'device.verdict.*': verdicts,
  'device.meaning.verdict.*': verdicts,
  'device.meaning.access.*': accessStates,
  'device.meaning.azureStatus.*': [...azureComplianceStatuses, 'blank'],
  'device.meaning.management.*': managementStates.filter((state) => state !== 'retired'),
  'device.meaning.tag.*': tagStates.filter((state) => state !== 'foreign'),
  'guide.trigger.*': triggers,
  'guide.connection.*': connectionConditions.filter(
    (condition) => condition !== 'channels_off' && condition !== 'untried',
  ),
  'guide.feed.*': feedHealths,
  'guide.source.*': sourceStates.filter((state) => state !== 'running'),
  'guide.bulk.*': bulkStates,
  'guide.bulkOutcome.*': bulkOutcomes,
  'guide.delivery.*': deliveryStates,
  'guide.destination.*': destinationHealths.filter((health) => health !== 'disabled'),
  'guide.role.*': roles,
  'guide.apiKey.*': apiKeyStates,
  'device.management.*': managementStates,
  'filters.name.*': [...filterNames, 'q'],
  'filters.about.*': filterNames,
  'views.builtIn.*': builtInViewNames,
  'device.azureStatus.*': [...azureComplianceStatuses, 'blank'],
  'device.reportStatus.*': reportStatuses,
  'device.access.*': accessStates,
  'device.access.because.*': accessReasons,
  'device.action.*': actions,
  'device.ownership.*': ownerships,
  'device.trigger.*': triggers,
  'device.fixer.*': fixers,
  'device.fixerShort.*': fixers.filter((who) => who !== 'nobody'),
  'device.clientStatus.*.meaning': clientStatusCodes,
  'device.clientStatus.*.fix': clientStatusCodes,
  'device.blank.*': blankReasons,
  'device.blankShort.*': blankReasons,
  'device.obstacle.*': obstacles,
  'device.nextStep.*.title': nextSteps,
  'device.failure.*': failureCodes,
  'device.entraShort.*': entraProblems,
  'device.states.*': entraProblems,
  'device.states.*Text': entraProblems,
  'device.tag.state.*': tagStates,
  'device.why.toldVerdict.*': verdicts,
  'device.why.toldTag.*': verdicts.map(tagStateFor),
  'connection.channel.*': channels,
  'channels.state.*': [...connectionHealths, 'off', 'held', 'throttled'],
  'channels.setup.state.*': setupStates,
  'connection.condition.*': connectionConditions,
  'connection.about.*': connectionConditions,
  'connection.service.*': azureServices,
  'connection.remedy.*': Object.keys(remedies),
  'connection.actor.*': remedyActors,
  'connection.preflight.step.*': preflightSteps,
  'connection.preflight.status.*': [...preflightStatuses, 'running', 'open'],
  'connection.preflight.finding.*': findingCodes,
  'connection.errors.call.*': azureSteps,
  'report.message.statuses.*': uploadStatuses,
  'policies.state.*': [...policyModes, 'off'],
  'policies.modeAbout.*': policyModes,
  'policies.after.*': [...durationUnits, 'second', 'atOnce'],
  'policies.says.*': ruleSentences,
  'policies.op.*': ruleSentences,
  'policies.rule.*': groupKinds,
  'policies.editor.types.*': conditionTypes,
  'policies.editor.unknownChoice.*': unknownChoices,
  'policies.editor.actionAbout.*': actions,
  'device.stepSoon.*': actions,
  'device.cause.*': failureCodes,
  'bulk.heading.*': bulkActionKinds,
  'bulk.state.*': bulkStates,
  'bulk.outcome.*': bulkOutcomes,
  'bulk.fix.*': [...bulkReasons.filter((reason) => reason !== 'nobody_to_tell'), ...failureCodes, 'other'],
  'table.bulk.forecast.*': ['no_channel', 'already_retired', 'azure_id_not_taken', 'checking', 'failed'],
  'table.bulk.forecast.all.*': ['report', 'retire', 'move'],
  'table.bulk.forecast.some.*': ['report', 'retire'],
  'bulkCauses.meaning.*': [...bulkReasons, ...failureCodes, 'other'],
  'bulkCauses.amount.*': ['exact', 'moreThan'],
  'bulk.hold.*': holdingConditions,
  'userText.subject.*': userTextSubjects,
  'userText.problem.*': userTextProblems,
  'userText.step.*': userTextSteps,
  'userText.outlook.*': userTextOutlooks,
  'error.code.*': errorCodes,
  'error.unavailable.fault.*': databaseFaults,
  'signIn.problem.*.title': signInProblems,
  'signIn.problem.*.text': signInProblems,
  'sessions.times.*': signInMethods,
  'role.name.*': roles,
  'apiKeys.state.*': apiKeyStates,
  'apiKeys.when.*': apiKeyStates,
  'audit.action.*': auditActions.map((action) => action.replace('.', '_')),
  'audit.actorKind.*': actorKinds,
  'audit.outcome.*': auditOutcomes,
};
