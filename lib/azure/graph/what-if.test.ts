import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { WhatIfQuery } from '#lib/domain/azure/what-if';
import { guidOf } from '#lib/sandbox/guid';
import { factsOf } from '#lib/test-kit/azure/facts-of';
import { makeAnswer } from '#lib/test-kit/azure/make-answer';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { createAzureGateway } from '../create-azure-gateway.ts';
import { askWhatIf } from './what-if.ts';

const query: WhatIfQuery = {
  userId: guidOf('a user'),
  azureDeviceId: guidOf('a device'),
  isCompliant: false,
  trustType: null,
  platform: 'iOS',
  applicationId: '00000002-0000-0ff1-ce00-000000000000',
  extensionAttributes: new Map(),
};
let sandbox: TestSandbox;
let gateway: AzureGateway;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  sandbox = await startTestSandbox({ clock: () => now });
  gateway = createAzureGateway({ ...sandbox, clock: () => now });
});
afterEach(() => sandbox.stop());

async function asked(changes: Partial<WhatIfQuery> = {}) {
  now += 1000;
  return (await gateway.whatIf({ ...query, ...changes })).policies;
}

test('each policy says whether it would apply, why not, and what it asks for', async () => {
  expect(await asked()).toMatchObject([
    {
      displayName: expect.stringContaining('compliant device'),
      applies: true,
      reasons: null,
      grantControls: ['compliantDevice'],
    },
    {
      displayName: expect.stringContaining('tag'),
      applies: false,
      reasons: 'devices',
      grantControls: ['block'],
    },
  ]);
  const extensionAttributes = new Map([[15, 'tenko:noncompliant']]);
  const tagged = await asked({ extensionAttributes, trustType: 'AzureAd', applicationId: guidOf('an app') });
  expect(tagged).toMatchObject([{ applies: false, reasons: 'application' }, { applies: true }]);
  expect(await asked({ extensionAttributes: new Map([[15, 'Tokyo']]) })).toMatchObject([
    { applies: true },
    { applies: false },
  ]);
  expect(sandbox.store.breachCount()).toBe(0);
});

test('one question a second is answered', async () => {
  await asked();
  const facts = await factsOf(gateway.whatIf(query));
  expect(facts).toMatchObject({ kind: 'throttled' });
  expect(facts.retryAfterMs).toBeUndefined();
  expect(await asked()).toHaveLength(2);
});

test('the missing permission is named, and failures are those of any call', async () => {
  sandbox.faults.add({ match: 'what-if', status: 500 });
  expect(await factsOf(asked())).toMatchObject({ kind: 'passing' });
  sandbox.revokedRoles.add('Policy.Read.All');
  expect(await factsOf(asked())).toMatchObject({ kind: 'forbidden', permission: 'Policy.Read.All' });
});

test('a policy with session controls only asks for nothing; one that says nothing cannot be read', async () => {
  const ask = (item: object) => askWhatIf(query, async () => makeAnswer({ value: [item] }));
  expect((await ask({ id: 'x', policyApplies: true, grantControls: null })).policies).toEqual([
    {
      id: 'x',
      displayName: null,
      applies: true,
      isEnforced: true,
      reasons: null,
      needs: 'any',
      grantControls: [],
    },
  ]);
  expect(await factsOf(ask({ id: 'x' }))).toMatchObject({ code: 'unreadable_answer' });
});

test('controls beside the built-in ones count, all or any, and a report-only policy is not enforced', async () => {
  const grantControls = {
    operator: 'AND',
    builtInControls: ['compliantDevice'],
    authenticationStrength: { displayName: 'Phishing-resistant' },
    termsOfUse: ['an id'],
    customAuthenticationFactors: ['a factor'],
  };
  const item = { id: 'x', policyApplies: true, state: 'enabledForReportingButNotEnforced', grantControls };
  expect((await askWhatIf(query, async () => makeAnswer({ value: [item] }))).policies).toMatchObject([
    {
      isEnforced: false,
      needs: 'all',
      grantControls: [
        'compliantDevice',
        'authenticationStrength',
        'termsOfUse',
        'customAuthenticationFactor',
      ],
    },
  ]);
});
