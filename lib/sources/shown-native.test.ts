import { expect, test } from 'vitest';
import { hiddenValue, shownNative } from './shown-native.ts';

test('a record is shown as it was sent', () => {
  const native = {
    id: 7,
    name: 'Omar’s iPad',
    retired: false,
    user: null,
    groups: [{ id: 1 }],
  };
  expect(shownNative(native, {})).toEqual({ record: native, cut: false });
  expect(shownNative('no record', {})).toEqual({ record: 'no record', cut: false });
  expect(shownNative(undefined, {})).toEqual({ record: null, cut: false });
});

test('what has the name of a secret is hidden, and what says whether there is one is not', () => {
  const secret = {
    password: 'a',
    unlock_token: 'a',
    personalRecoveryKey: 'a',
    activationLockBypassCode: 'a',
    'recovery-pin': 1234,
    node_key: 'a',
    clientSecret: { value: 'a' },
    apiKeys: ['a'],
  };
  const open = {
    passcodeSet: true,
    encryption_key_available: true,
    recoveryKey: false,
    azureClientStatusCode: 'Success',
    bootstrapTokenEscrowedStatus: 'ESCROWED',
    statusCode: 3,
    sortKey: 'a',
    token: null,
    password: '',
  };
  const { record } = shownNative({ deep: [secret] }, {});
  expect(record).toEqual({
    deep: [Object.fromEntries(Object.keys(secret).map((name) => [name, hiddenValue]))],
  });
  expect(shownNative(open, {}).record).toEqual(open);
});

test('the secrets of the source itself are not shown, wherever it repeats them', () => {
  const secrets = { token: 'abcdef', headers: '{"Authorization":"Bearer topsecret"}' };
  const { record } = shownNative(
    { echo: 'x abcdef y', list: ['Bearer topsecret', 'topsecret'], abcdef: 1 },
    secrets,
  );
  expect(JSON.stringify(record)).not.toMatch(/abcdef|topsecret/);
});

test('a record of any size is cut, and says so', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 1000; level += 1) deep = { deep };
  const many = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`field ${index}`, 'x'.repeat(50)]),
  );
  for (const native of [
    { text: 'x'.repeat(501) },
    { list: Array.from({ length: 51 }, () => 1) },
    deep,
    many,
    { lists: Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => 'x'.repeat(50))) },
  ]) {
    const shown = shownNative(native, {});
    expect(shown.cut).toBe(true);
    expect(JSON.stringify(shown.record).length).toBeLessThan(30_000);
  }
});
