import { globSync, readFileSync } from 'node:fs';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';
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
import { accessReasons, accessStates } from '#lib/domain/devices/access';
import { blankReasons } from '#lib/domain/devices/blank-report-time';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes, fixers } from '#lib/domain/devices/client-status-code';
import { builtInViewNames } from '#lib/domain/devices/device-criteria';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { nextSteps } from '#lib/domain/devices/next-step';
import { obstacles } from '#lib/domain/devices/obstacle';
import { ownerships } from '#lib/domain/devices/operating-system';
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
import { databaseFaults } from '../domain/database-fault.ts';
import { errorCodes } from '../errors.ts';
import { locales } from './locales.ts';

interface Tree {
  [key: string]: string | Tree;
}

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

function readMessages(locale: string): Map<string, string> {
  const file = new URL(`./messages/${locale}.json`, import.meta.url);
  return new Map(flatten(JSON.parse(readFileSync(file, 'utf8')) as Tree));
}

/** Names of arguments and tags; the words of plural branches are not among them. */
function argumentsOf(message: string): string[] {
  const found = message.matchAll(/\{(\w+)(?:\}|,)|<(\w+)>/g);
  return [...new Set([...found].map(([, argument, tag]) => argument ?? tag ?? ''))].sort();
}

const english = readMessages('en');
const others = locales.filter((locale) => locale !== 'en');

test.each(others)('%s has the keys of English', (locale) => {
  expect([...readMessages(locale).keys()].sort()).toEqual([...english.keys()].sort());
});

test.each(others)('%s takes the arguments of English', (locale) => {
  const messages = readMessages(locale);
  const theirs = [...messages].map(([key, message]) => [key, argumentsOf(message)]);
  expect(Object.fromEntries(theirs)).toEqual(
    Object.fromEntries([...english].map(([key, message]) => [key, argumentsOf(message)])),
  );
});

/** The arguments that a message formats, as figures or dates, and how. */
function formatsOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element): string[] => {
    if (element.type === TYPE.tag) return formatsOf(element.children);
    if (element.type === TYPE.plural || element.type === TYPE.select)
      return Object.values(element.options).flatMap(({ value }) => formatsOf(value));
    if (element.type !== TYPE.number && element.type !== TYPE.date && element.type !== TYPE.time) return [];
    return [`${element.value}: ${JSON.stringify(element.style)}`];
  });
}

// A space of the wrong kind in front of a skeleton turns it into a name that nobody knows.
test.each(others)('%s formats figures as English does', (locale) => {
  const formats = (messages: Map<string, string>) =>
    [...messages].map(([key, message]) => [key, ...new Set(formatsOf(parse(message)).sort())].join(' '));
  expect(formats(readMessages(locale)).sort()).toEqual(formats(english).sort());
});

/** Every plural of a message, wherever it stands in it. */
function pluralsOf(elements: readonly MessageFormatElement[]): string[][] {
  return elements.flatMap((element): string[][] => {
    if (element.type === TYPE.tag) return pluralsOf(element.children);
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inside = Object.values(element.options).flatMap(({ value }) => pluralsOf(value));
    return element.type === TYPE.plural ? [Object.keys(element.options), ...inside] : inside;
  });
}

test.each(locales)('%s parses, and its plurals have the forms that the language knows', (locale) => {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  const unknown = [...readMessages(locale)].flatMap(([key, message]) => {
    const forms = pluralsOf(parse(message, { requiresOtherClause: true })).flat();
    return forms
      .filter((form) => !form.startsWith('=') && !(pluralCategories as string[]).includes(form))
      .map((form) => [key, form]);
  });
  expect(unknown).toEqual([]);
});

// Where a language has a form of its own for one, a message that counts has to use it.
test.each(locales)('%s says one and many where English does', (locale) => {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  if (!pluralCategories.includes('one')) return;
  const messages = readMessages(locale);
  const lacking = [...english].filter(([key, message]) => {
    const wants = pluralsOf(parse(message)).some((forms) => forms.includes('one'));
    const theirs = pluralsOf(parse(messages.get(key) ?? ''));
    return (
      wants && theirs.length > 0 && !theirs.every((forms) => forms.includes('one') || forms.includes('=1'))
    );
  });
  expect(lacking.map(([key]) => key)).toEqual([]);
});

const bulkStates = ['waiting', 'running', 'held', 'cancelling', 'cancelled', 'finished'];

/** “At least” is another word for versions. */
const ruleSentences = [...operators, 'newer'];

const enumerations: Record<string, readonly string[]> = {
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

test.each(Object.entries(enumerations))('%s says every value', (pattern, values) => {
  const wanted = values.map((value) => pattern.replace('*', value));
  expect(wanted.filter((key) => !english.has(key))).toEqual([]);
});

const sources = globSync(['{app,components}/**/*.{ts,tsx}', 'lib/{alerts,devices,http}/**/*.ts']).map(
  (path) => readFileSync(path, 'utf8'),
);

/** A status badge asks for the values of its enumeration, and for no other key below its namespace. */
const badge = /statusBadge\(\w+, \(\) => useTranslations\('([\w.]+)'\)\)/g;

function badgeKeys(source: string): RegExp[] {
  return [...source.matchAll(badge)].flatMap(([, namespace = '']) =>
    (enumerations[`${namespace}.*`] ?? []).map((value) => toPattern(`${namespace}.${value}`)),
  );
}

/** Every key that a source file can ask for: its namespaces with the literals and templates given to t. */
function keysUsedBy(source: string): RegExp[] {
  const badges = badgeKeys(source);
  const rest = source.replaceAll(badge, '');
  const namespaces = [
    ...rest.matchAll(/(?:useTranslations|getTranslations|translatorOf)\((?:locale, )?(?:'([\w.]+)')?\)/g),
  ];
  const asked = [...rest.matchAll(/(?:\bt|'\))(?:\.rich)?\(\s*([^;]*?)\)/g)].flatMap(([, inside = '']) =>
    [...inside.matchAll(/'([\w.]+)'|`([^`]+)`/g)].map(([, literal, template]) => literal ?? template ?? ''),
  );
  // biome-ignore lint/suspicious/noTemplateCurlyInString: stands for any one key
  const variables = /\bt(?:\.rich)?\((?!['`\s])/.test(rest) ? ['${any}'] : [];
  const keys = namespaces.flatMap(([, namespace]) =>
    [...asked, ...variables].map((key) => (namespace === undefined ? key : `${namespace}.${key}`)),
  );
  return [...badges, ...keys.map(toPattern)];
}

const used = sources.flatMap(keysUsedBy);

function toPattern(key: string): RegExp {
  const parts = key.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('\\w+')}$`);
}

test('a status badge uses the values of its enumeration, and no other key', () => {
  const all = sources.join('\n');
  const namespaces = [...all.matchAll(badge)].map(([, namespace]) => namespace);
  expect(namespaces).toHaveLength(all.match(/= statusBadge\(/g)?.length ?? 0);
  expect(namespaces.filter((namespace) => !(`${namespace}.*` in enumerations))).toEqual([]);
  const shared = readFileSync('components/marks/status-badges.tsx', 'utf8');
  const uses = (key: string) => keysUsedBy(shared).some((pattern) => pattern.test(key));
  expect(verdicts.every((verdict) => uses(`device.verdict.${verdict}`))).toBe(true);
  expect(uses('device.verdict.other')).toBe(false);
});

test('no message is unused', () => {
  expect([...english.keys()].filter((key) => !used.some((pattern) => pattern.test(key)))).toEqual([]);
});
