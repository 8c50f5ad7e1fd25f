import { expect, test } from 'vitest';
import { type AccessFacts, accessOf, unregisteredCodes } from './access.ts';
import { differsFromEntra } from './drift.ts';
import { entraProblemOf, problemCausesOf, showsNoFlags } from './entra-problem.ts';

const read: AccessFacts = {
  os: 'ios',
  azureDeviceId: '007c8232-9489-4074-9b35-345b16f0a72d',
  clientStatusCode: 'Success',
  entraIsCompliant: true,
  entraEnabled: true,
  entraProblem: null,
  entraReadAt: '2026-11-23T07:00:00Z',
  entraDeletedAt: null,
  channel: 'partner',
  entraTagState: null,
  entraTagEvaluated: null,
};
const tagged: AccessFacts = { ...read, channel: 'tag', entraTagState: 'compliant', entraTagEvaluated: true };
const unread: AccessFacts = { ...read, entraIsCompliant: null, entraEnabled: null, entraReadAt: null };
const noId: AccessFacts = { ...unread, azureDeviceId: null };

test.each<[string, AccessFacts, string, string]>([
  ['compliant in Entra', read, 'let_in', 'entra_compliant'],
  ['compliant, though not reported', { ...read, entraEnabled: null }, 'let_in', 'entra_compliant'],
  [
    'yet to follow, and let in still',
    { ...read, entraProblem: 'not_followed_yet' },
    'let_in',
    'entra_compliant',
  ],
  ['not compliant in Entra', { ...read, entraIsCompliant: false }, 'likely_blocked', 'not_compliant'],
  ['disabled', { ...read, entraEnabled: false, entraProblem: 'disabled' }, 'likely_blocked', 'disabled'],
  ['disabled as asked for', { ...read, entraEnabled: false }, 'likely_blocked', 'disabled'],
  ['run out', { ...read, entraProblem: 'expired' }, 'likely_blocked', 'expired'],
  [
    'without a state',
    { ...read, entraIsCompliant: null, entraProblem: 'no_state' },
    'likely_blocked',
    'no_state',
  ],
  [
    'unknown to Entra',
    { ...read, entraIsCompliant: null, entraProblem: 'not_in_entra' },
    'likely_blocked',
    'not_in_entra',
  ],
  [
    'not readable',
    { ...read, entraIsCompliant: null, entraProblem: 'no_permission' },
    'unknown',
    'no_permission',
  ],
  ['retired, and gone', { ...read, entraIsCompliant: null }, 'likely_blocked', 'removed'],
  ['deleted', { ...unread, entraDeletedAt: '2026-11-23T07:00:00Z' }, 'likely_blocked', 'removed'],
  ['not read yet', unread, 'unknown', 'not_read_yet'],
  ['of another system, and known to Entra', { ...read, os: 'linux' }, 'let_in', 'entra_compliant'],
  ['of another system', { ...noId, os: 'linux', clientStatusCode: null }, 'unknown', 'os_unsupported'],
  ['without an id', noId, 'unknown', 'no_device_id'],
  ['without an id or a code', { ...noId, clientStatusCode: null }, 'unknown', 'no_device_id'],
  ['tagged as compliant', { ...tagged, entraIsCompliant: false }, 'let_in', 'tag_lets_in'],
  ['tagged as noncompliant', { ...tagged, entraTagState: 'noncompliant' }, 'likely_blocked', 'tag_blocks'],
  ['tagged by somebody else', { ...tagged, entraTagState: 'foreign' }, 'let_in', 'tag_lets_in'],
  ['without its tag', { ...tagged, entraTagState: 'missing' }, 'let_in', 'tag_lets_in'],
  [
    'tagged without effect',
    { ...tagged, entraTagState: 'noncompliant', entraTagEvaluated: false },
    'unknown',
    'tag_without_effect',
  ],
  ['tagged, and not read since', { ...tagged, entraTagState: null }, 'unknown', 'not_read_yet'],
  ['tagged, and disabled', { ...tagged, entraEnabled: false }, 'likely_blocked', 'disabled'],
  ['of a broken client', { ...noId, clientStatusCode: 'Internal_Error' }, 'unknown', 'no_device_id'],
])('a device that is %s', (_name, facts, state, because) => {
  expect(accessOf(facts)).toEqual({ state, because });
});

test.each(unregisteredCodes)('%s without an Azure id is not registered; with one Entra decides', (code) => {
  expect(accessOf({ ...noId, clientStatusCode: code })).toEqual({
    state: 'likely_blocked',
    because: 'not_registered',
  });
  expect(accessOf({ ...read, clientStatusCode: code }).state).toBe('let_in');
});

const now = new Date('2026-11-23T07:00:00Z');
const entra = {
  azureDeviceId: 'a',
  objectId: 'o',
  isCompliant: true,
  isManaged: true,
  enabled: true,
  complianceExpiresAt: null,
};
const facts = { reported: 'compliant' as const, entra, blind: false, drifting: false, byTag: false };
const blank = { ...entra, isCompliant: null, isManaged: null };
const over = new Date(now.getTime() - 1);

test.each<[string, Partial<Parameters<typeof entraProblemOf>[0]>, string | null]>([
  ['agrees', {}, null],
  ['does not know it', { entra: undefined }, 'not_in_entra'],
  ['does not know it, and nothing is confirmed', { entra: undefined, reported: null }, 'not_in_entra'],
  ['dropped a retired one', { entra: undefined, reported: 'retired' }, null],
  ['has it disabled', { entra: { ...entra, enabled: false } }, 'disabled'],
  [
    'has a retired one disabled',
    { entra: { ...entra, ...retiredFlags(), enabled: false }, reported: 'retired' },
    null,
  ],
  ['let it run out', { entra: { ...entra, complianceExpiresAt: over } }, 'expired'],
  ['will let it run out', { entra: { ...entra, complianceExpiresAt: new Date(now.getTime() + 1) } }, null],
  [
    'let a retired one run out',
    { entra: { ...entra, ...retiredFlags(), complianceExpiresAt: over }, reported: 'retired' },
    null,
  ],
  ['has no state', { entra: { ...entra, isCompliant: null } }, 'no_state'],
  ['has no flag, and the app may read', { entra: blank }, 'no_state'],
  ['has no flag for anybody', { entra: blank, blind: true }, 'no_permission'],
  ['is disabled and blind', { entra: { ...blank, enabled: false }, blind: true }, 'disabled'],
  ['differs', { entra: { ...entra, isCompliant: false } }, 'not_followed_yet'],
  ['differs in one flag, and nothing else', { entra: { ...entra, isManaged: false } }, 'not_followed_yet'],
  ['differs for long', { entra: { ...entra, isCompliant: false }, drifting: true }, null],
  ['differs from nothing', { entra: { ...entra, isCompliant: false }, reported: null }, null],
  ['lets a retired one in', { reported: 'retired' }, 'not_followed_yet'],
  ['has no state, and the tag counts', { entra: blank, byTag: true, differs: false }, null],
  ['has another tag', { byTag: true, differs: true }, 'not_followed_yet'],
  ['has another tag for long', { byTag: true, differs: true, drifting: true }, null],
  [
    'shows no flags, and the tag counts',
    { entra: blank, blind: true, byTag: true, differs: false },
    'no_permission',
  ],
])('Entra %s', (_name, more, problem) => {
  const all = { ...facts, ...more };
  const differs = all.entra !== undefined && differsFromEntra(all.reported, all.entra);
  expect(entraProblemOf({ differs, ...all }, now)).toBe(problem);
});

function retiredFlags() {
  return { isCompliant: false, isManaged: false };
}

test('an answer of nobody is not blind, and neither is one that shows any flag', () => {
  expect(showsNoFlags([])).toBe(false);
  expect(showsNoFlags([blank, blank])).toBe(true);
  expect(showsNoFlags([blank, { ...blank, isManaged: false }])).toBe(false);
});

test('that Entra lets in a noncompliant device of which Microsoft confirmed no such thing has a cause', () => {
  const letIn = {
    problem: null,
    isLetIn: true,
    verdict: 'noncompliant',
    complianceExpiresAt: null,
    lastReportedAt: null,
  } as const;
  expect(problemCausesOf({ ...letIn, reported: null })).toEqual(['written_by_another']);
  expect(problemCausesOf({ ...letIn, reported: 'compliant' })).toEqual(['newer_not_told']);
  expect(problemCausesOf({ ...letIn, reported: 'noncompliant' })).toEqual([]);
  expect(problemCausesOf({ ...letIn, verdict: 'compliant', reported: null })).toEqual([]);
});

test('what ran out although Microsoft takes reports has another cause than what nobody reports', () => {
  const expired = {
    problem: 'expired',
    isLetIn: false,
    verdict: 'compliant',
    reported: 'compliant',
    complianceExpiresAt: '2026-11-20T00:00:00Z',
  } as const;
  expect(problemCausesOf({ ...expired, lastReportedAt: '2026-11-21T00:00:00Z' })).toEqual([
    'partner_not_assigned',
  ]);
  expect(problemCausesOf({ ...expired, lastReportedAt: '2026-11-01T00:00:00Z' })[0]).toBe('reports_stopped');
  expect(problemCausesOf({ ...expired, problem: 'no_state', reported: null, lastReportedAt: null })).toEqual([
    'never_told',
  ]);
});
