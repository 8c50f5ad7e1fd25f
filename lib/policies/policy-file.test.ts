import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { policyInput } from '../contract/policy.ts';
import { listPolicies } from './list-policies.ts';
import { applyPolicyFile, exportPolicyFile, planPolicyFile } from './policy-file.ts';
import { createPolicy } from './save-policy.ts';
import { listVersionLists } from './version-lists.ts';

let db: Database;
const now = new Date('2026-11-29T12:00:00Z');
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

const file = `
policies:
  - name: Encryption
    rule: { fact: encrypted, op: isFalse }
    steps:
      - { after: P3D, action: block }
  - name: iOS 26 or newer
    scope: { os: [ios] }
    rule:
      all:
        - { fact: osVersion, op: olderThan, value: '26.0' }
    steps: [{ after: PT0S, action: send_alert }]
    fix:
      ja: { title: iOS の更新, text: 設定を開きます }
`;
const apply = (text: string, confirm = false) =>
  applyPolicyFile(db, text, { managedByFile: 'policies.yaml', confirm, actor: commandLine }, now);
const names = (changes: { kind: string; name: string }[]) =>
  changes.map(({ kind, name }) => `${kind} ${name}`);

test('a file creates, changes and deletes its own policies, and leaves those of the console alone', async () => {
  const byHand = {
    name: 'By hand',
    rule: { fact: 'os', op: 'missing' },
    steps: [{ after: 'P1D', action: 'monitor' }],
  };
  await createPolicy(db, policyInput.parse(byHand), commandLine, now);
  expect(names(await planPolicyFile(db, file, now))).toEqual(['create Encryption', 'create iOS 26 or newer']);
  await apply(file);
  expect(await planPolicyFile(db, file, now)).toEqual([]);
  const shorter = file.split('  - name: iOS')[0]?.replace('P3D', 'P4D') ?? '';
  const changes = await apply(shorter);
  expect(changes).toMatchObject([
    { kind: 'change', name: 'Encryption', parts: ['steps'] },
    { kind: 'delete', name: 'iOS 26 or newer' },
  ]);
  const { items } = await listPolicies(db, now);
  expect(items.map(({ name, version, managedByFile }) => [name, version, managedByFile])).toEqual([
    ['By hand', 1, null],
    ['Encryption', 2, 'policies.yaml'],
  ]);
});

test('what is exported can be read back, and changes nothing but whose it is', async () => {
  const exported = await exportPolicyFile(db, now);
  expect(await planPolicyFile(db, exported, now)).toMatchObject([
    { kind: 'change', name: 'By hand', parts: [] },
  ]);
});

test('the brake holds for files, too', async () => {
  const checkIns = Array.from({ length: 12 }, (_, n) => ({
    externalId: `d${n}`,
    checkedInAt: now.toISOString(),
    device: { name: 'Phone', os: 'ios', osVersion: '25', encrypted: false },
  }));
  await recordCheckIns(db, { feed: 'f', checkIns, now });
  const stricter = file.replace('P3D', 'PT1S');
  const [first] = await planPolicyFile(db, file.replace('Encryption', 'Encrypted'), now);
  expect(first).toMatchObject({ newlyBlocked: 12, needsConfirmation: true });
  await expect(apply(stricter.replace('Encryption', 'Encrypted'))).rejects.toThrow('Encrypted (12 devices)');
  expect(names(await apply(stricter.replace('Encryption', 'Encrypted'), true))).toContain('create Encrypted');
});

const withList = `
versionLists:
  - name: Apple iOS
    versions:
      - { version: '26.0', releasedAt: '2026-09-15' }
      - { version: '26.1', releasedAt: '2026-11-03', models: [iPhone 17] }
policies:
  - name: Newest
    rule:
      not: { not: { fact: osVersion, op: behindList, value: { list: Apple iOS, keep: 1, after: P14D } } }
    steps: [{ after: PT0S, action: send_alert }]
`;

test('version lists are in the file by their names, and go with it', async () => {
  const own = (changes: { kind: string; name: string }[]) =>
    names(changes).filter((one) => /Apple|Newest/.test(one));
  expect(own(await apply(withList))).toEqual(['create Apple iOS', 'create Newest']);
  expect(own(await planPolicyFile(db, withList, now))).toEqual([]);
  const exported = await exportPolicyFile(db, now);
  expect(exported).toContain('list: Apple iOS');
  expect(own(await planPolicyFile(db, exported, now))).toEqual([]);
  const { items } = await listVersionLists(db);
  expect(items).toMatchObject([{ managedByFile: 'policies.yaml', usedBy: [{ name: 'Newest' }] }]);

  // The devices of the test before have 25, which only alerts; blocking them is for an admin to confirm.
  await apply(withList.replace('send_alert', 'block').replace("'26.0'", "'24.0'"));
  const newer = withList.replace('send_alert', 'block');
  const [change] = await planPolicyFile(db, newer, now);
  expect(change).toMatchObject({
    of: 'versionList',
    kind: 'change',
    newlyBlocked: 12,
    needsConfirmation: true,
  });
  await expect(apply(newer)).rejects.toThrow('Apple iOS (12 devices)');
  expect(own(await apply(newer, true))).toEqual(['change Apple iOS']);
  expect(own(await apply('policies: []'))).toEqual(['delete Newest', 'delete Apple iOS']);
});

test.each([
  [
    'line 10: policies.0.rule.not.not.value.listId must be',
    withList.replace('list: Apple iOS', 'list: Android'),
  ],
  ['line 5: versionLists.0.versions.0.version', withList.replace("'26.0'", '26.0')],
  [
    'line 6: versionLists.0.versions.1.version is in the list',
    withList.replace("'26.1'", "'26'").replace(', models: [iPhone 17]', ''),
  ],
  ['line 6: versionLists.0.versions.1.releasedAt must be a date', withList.replace('2026-11-03', 'soon')],
])('a wrong list says %s', async (message, text) => {
  await expect(planPolicyFile(db, text, now)).rejects.toThrow(message);
});

test.each([
  ['line 4: policies.0.rule.op must be one of', file.replace('isFalse', 'isWrong')],
  ['line 6: policies.0.steps.0.action', file.replace('action: block', 'action: stop')],
  ['policies', 'policy: []'],
  ['line 3', 'policies:\n  - name: a\n  name: b'],
  ['Two policies in the file have the name', file.replace('iOS 26 or newer', 'Encryption')],
])('a wrong file says %s', async (message, text) => {
  await expect(planPolicyFile(db, text, now)).rejects.toThrow(message);
});
