import { expect, test } from 'vitest';
import { startTestSandbox } from '#lib/test-kit/start-test-sandbox';
import { type Fault, Faults, faultSchema } from './faults.ts';

function pattern(fault: Fault, calls: number): string {
  const faults = new Faults();
  faults.add(fault);
  return Array.from({ length: calls }, () => (faults.take(['upload']) === null ? '.' : 'x')).join('');
}

const often: Fault = { match: 'upload', status: 503, probability: 0.3, seed: 7, untilCleared: true };

test('a seed makes chance reproducible', () => {
  const first = pattern(often, 1000);
  expect(pattern(often, 1000)).toBe(first);
  expect(pattern({ ...often, seed: 8 }, 1000)).not.toBe(first);
  const struck = first.split('x').length - 1;
  expect(struck).toBeGreaterThan(250);
  expect(struck).toBeLessThan(350);
});

test('a call that is spared uses up none of the times', () => {
  const { untilCleared: _, ...few } = often;
  expect(pattern({ ...few, times: 3 }, 1000).replaceAll('.', '')).toBe('xxx');
});

test('never, and always', () => {
  expect(pattern({ ...often, probability: 0 }, 100)).not.toContain('x');
  expect(pattern({ ...often, probability: 1 }, 100)).not.toContain('.');
});

test('a call that one fault spares may be struck by the next', () => {
  const faults = new Faults();
  faults.add({ match: 'upload', status: 503, probability: 0 });
  faults.add({ match: 'all', status: 500 });
  expect(faults.take(['upload'])).toMatchObject({ status: 500 });
  expect(faults.list()).toHaveLength(1);
});

test('a seed alone, a probability beyond 1, and a cut in a body are refused', () => {
  const isTaken = (fault: object) =>
    faultSchema.safeParse({ match: 'upload', status: 503, ...fault }).success;
  expect(isTaken({ seed: 1 })).toBe(false);
  expect(isTaken({ status: undefined, cut: 'before', inBody: true })).toBe(false);
  expect(isTaken({ probability: 1.1 })).toBe(false);
  expect(isTaken({ probability: 0.5 })).toBe(true);
});

test('partners, policies and deletions can be struck alone', async () => {
  const sandbox = await startTestSandbox();
  const graph = await sandbox.authorize('graph');
  const intune = await sandbox.authorize('intune');
  const calls = {
    partners: () =>
      sandbox.send('GET', '/v1.0/deviceManagement/complianceManagementPartners', { headers: graph }),
    policies: () =>
      sandbox.send('GET', '/PartnerTenantDataSyncService/PartnerCompliancePolicies?api-version=1.6', {
        headers: intune,
      }),
    delete: () => sandbox.send('DELETE', '/v1.0/devices/x', { headers: graph }),
  } as const;
  for (const match of ['partners', 'policies', 'delete'] as const) {
    sandbox.faults.add({ match, status: 503 });
    const statuses = await Promise.all(Object.values(calls).map(async (call) => (await call()).status));
    expect(statuses.filter((status) => status === 503)).toHaveLength(1);
    expect((await calls[match]()).status).not.toBe(503);
  }
  await sandbox.stop();
});
