import type { Database } from '#lib/db/core/database';
import {
  type DeviceDetailRow,
  type DuplicateRow,
  findDeviceDetail,
  readDuplicates,
} from '#lib/db/devices/device-detail';
import { findPoliciesInForce, policiesOfFeed } from '#lib/db/policies/policies-in-force';
import { principalNamesOf } from '#lib/domain/azure/entra-user';
import { driftCausesOf } from '#lib/domain/devices/drift';
import { isPlaceholderSerial, sharedIdentifiers } from '#lib/domain/devices/duplicate';
import { problemCausesOf } from '#lib/domain/devices/entra-problem';
import { entraRemovalOf } from '#lib/domain/devices/entra-removal';
import { nextStepOf } from '#lib/domain/devices/next-step';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import { verdictOf } from '#lib/domain/devices/verdict';
import { plainAttributes } from '#lib/domain/policies/attribute';
import type { CompiledPolicy } from '#lib/domain/policies/evaluate-policies';
import { unknownFactsOf } from '#lib/domain/policies/evaluate-rule';
import { failureRetryOf } from '#lib/domain/reports/next-report';
import type { DeviceDetail } from '../contract/device.ts';
import { TenkoError } from '../errors.ts';
import { counts, violationsOf } from './device-violations.ts';
import { dueSinceOf, toListItem } from './list-devices.ts';

/** One device with everything that is known of it. Throws `not_found`. */
export async function getDevice(db: Database, id: string, now: Date): Promise<DeviceDetail> {
  const row = await findDeviceDetail(db, id);
  if (row === null) throw new TenkoError('not_found', `Device ${id} not found.`);
  const [duplicates, { policies }] = await Promise.all([
    readDuplicates(db, row, !isPlaceholderSerial(row.serialNumber ?? '')),
    findPoliciesInForce(db, now),
  ]);
  const violations = violationsOf(row, policies, now);
  const item = toListItem(row, now);
  const due = dueOf(row, now);
  return {
    ...item,
    ownership: row.ownership,
    encrypted: row.encrypted,
    passcodeSet: row.passcodeSet,
    compromised: row.compromised,
    attributes: plainAttributes(row.attributes),
    userAzureId: row.userAzureId ?? row.lookedUpUserId,
    userAzureIdSource: userAzureIdSourceOf(row),
    verdictSince: row.verdictSince,
    violations,
    unknownFacts: unknownFactsFor(row, policies),
    violationCount: row.violationCount + violations.filter(({ source }) => source === 'policy').length,
    warnings: row.warnings,
    blockingViolations: violations.filter((one) => counts(one) && verdictOf(one.action) !== 'compliant'),
    rejections: row.rejections.map(({ at, ...rest }) => ({ ...rest, at: new Date(at).toISOString() })),
    retireAskedAt: row.retireAskedAt,
    retiredAt: row.retiredAt,
    missingSince: row.missingSince,
    firstCheckInAt: row.firstCheckInAt,
    obstacle: obstacleOf(row),
    azureIdHolder: holderOf(row),
    resolvedUser: resolvedUserOf(row),
    nextStep: nextStepFor(row, item.access, due),
    due,
    confirmed: confirmedOf(row),
    failure: failureOf(row),
    problemCauses: problemCausesOf({
      ...row,
      isLetIn: item.access.state === 'let_in',
      problem: row.entraProblem,
      reported: row.reportedVerdict,
      complianceExpiresAt: row.entraComplianceExpiresAt,
    }),
    drift: driftOf(row),
    removal: shownRemoval(row),
    lastMessage: row.lastMessage && {
      ...row.lastMessage,
      sentAt: new Date(row.lastMessage.sentAt).toISOString(),
    },
    duplicates: duplicates.map(toDuplicate),
  };
}

/** What the policies about the device would have to know, and its feed does not report. */
function unknownFactsFor(
  row: DeviceDetailRow,
  policies: readonly CompiledPolicy[],
): DeviceDetail['unknownFacts'] {
  const facts = { ...row, lastCheckInAt: new Date(row.lastCheckInAt), missingSince: null };
  return policiesOfFeed(policies, row.feed).flatMap(({ id, name, enabled, isAbout, rule }) => {
    // A device that is not missing is known not to be.
    const unknown =
      enabled && isAbout(facts) ? unknownFactsOf(rule, facts).filter((fact) => fact !== 'missingSince') : [];
    return unknown.length === 0 ? [] : [{ policyId: id, policy: name, facts: unknown }];
  });
}

function dueOf(row: DeviceDetailRow, now: Date): DeviceDetail['due'] {
  const since = dueSinceOf(row, now);
  return since === null || row.dueTrigger === null ? null : { trigger: row.dueTrigger, since };
}

function nextStepFor(
  row: DeviceDetailRow,
  access: DeviceDetail['access'],
  due: DeviceDetail['due'],
): DeviceDetail['nextStep'] {
  const { paused, unhealthy } = row;
  const underWaySince = row.lastReport === null ? null : timeOf(row.lastReport.since);
  return nextStepOf({ ...row, access, underWaySince, dueSince: due?.since ?? null }, { paused, unhealthy });
}

function failureOf(row: DeviceDetailRow): DeviceDetail['failure'] {
  if (row.failureCode === null) return null;
  const settledAt = row.lastReport?.settledAt ?? null;
  const at = settledAt === null ? null : timeOf(settledAt);
  const retry = failureRetryOf(row, row.reportingOff);
  return { code: row.failureCode, detail: row.failureDetail, at, ...retry };
}

function userAzureIdSourceOf(row: DeviceDetailRow): DeviceDetail['userAzureIdSource'] {
  if (row.userAzureId !== null) return 'feed';
  return row.lookedUpUserId === null ? null : 'entra';
}

const timeOf = (time: string) => new Date(time).toISOString();

function holderOf(row: DeviceDetailRow): DeviceDetail['azureIdHolder'] {
  if (row.azureIdTakenBy === null) return null;
  const time = (at: string | null | undefined) => (at == null ? null : timeOf(at));
  return {
    feed: row.azureIdTakenBy,
    since: time(row.azureIdHolder?.since),
    lastCheckInAt: time(row.azureIdHolder?.lastCheckInAt),
    waitingSince: row.azureIdTakenAt,
  };
}

/** A user whose object id the feed gives is not looked up. */
function resolvedUserOf(row: DeviceDetailRow): DeviceDetail['resolvedUser'] {
  if (row.userAzureId !== null) return null;
  const known = principalNamesOf(row).find((name) => row.knownUsers.includes(name));
  if (known === undefined) return null;
  const registered = row.azureUserPrincipalName?.toLowerCase();
  const names = [row.azureUserPrincipalName, row.userPrincipalName];
  return {
    principalName: names.find((name) => name?.toLowerCase() === known) ?? known,
    insteadOfRegistered: registered !== undefined && registered !== known,
  };
}

function toDuplicate(row: DuplicateRow): DeviceDetail['duplicates'][number] {
  const { sameSerialNumber, sameAzureDeviceId, ...rest } = row;
  const same = sharedIdentifiers.filter((name) =>
    name === 'serialNumber' ? sameSerialNumber : sameAzureDeviceId,
  );
  return { ...rest, same };
}

function driftOf(row: DeviceDetailRow): DeviceDetail['drift'] {
  if (row.driftSince === null) return null;
  const entra = { isCompliant: row.entraIsCompliant, isManaged: row.entraIsManaged };
  const { driftReportedAt, reportedAt } = row;
  const isBeingReportedAgain =
    driftReportedAt !== null && (reportedAt === null || reportedAt < driftReportedAt);
  return {
    since: row.driftSince,
    reportedAgainAt: driftReportedAt,
    causes: driftCausesOf({
      reported: row.reportedVerdict,
      entra,
      tag: row.channel === 'tag' ? row.entraTagState : null,
      isBeingReportedAgain,
    }),
  };
}

function shownRemoval(row: DeviceDetailRow): DeviceDetail['removal'] {
  const removal = entraRemovalOf({
    ...row,
    retiredAt: dateOrNull(row.retiredAt),
    entraDeletedAt: dateOrNull(row.entraDeletedAt),
  });
  if (removal === null) return null;
  return {
    state: removal.state,
    at: removal.at.toISOString(),
    dropsBy: removal.dropsBy?.toISOString() ?? null,
    problem: row.entraDeletionProblem,
  };
}

const dateOrNull = (time: string | null) => (time === null ? null : new Date(time));

function confirmedOf(row: DeviceDetailRow): DeviceDetail['confirmed'] {
  if (row.reportedVerdict === null || row.reportedAt === null || row.reportedMessageId === null) return null;
  return {
    verdict: row.reportedVerdict,
    at: row.reportedAt,
    messageId: row.reportedMessageId,
    current: row.reportedVerdict === row.verdict,
  };
}
