import type { Page } from '@playwright/test';
import { product } from './product.ts';

/** What pages of one thing are looked at with: a device whose user has to act, that user, a bulk report of it, a policy with a version list, the device’s feed, and a rule of alerts and a scheduled export with their destination. */
interface Samples {
  device: string;
  user: string;
  bulk: string;
  policy: string;
  versionList: string;
  feed: string;
  destination: string;
  rule: string;
  schedule: string;
}

export async function samples(page: Page): Promise<Samples> {
  const headers = { authorization: `Bearer ${product().apiKey}` };
  const found = await page.request.get('/api/v1/devices?clientStatusCode=User_Canceled&limit=1', { headers });
  const { id: device, userPrincipalName: user, feed } = (await found.json()).items[0];
  const asked = await page.request.post('/api/v1/bulk-reports', { headers, data: { deviceIds: [device] } });
  const versionList = await sampleList(page, headers);
  const policy = await samplePolicy(page, headers, versionList);
  const alerts = await sampleRule(page, headers);
  return { device, user, bulk: (await asked.json()).id, policy, versionList, feed, ...alerts };
}

async function sampleList(page: Page, headers: Record<string, string>): Promise<string> {
  const name = 'Sample of versions';
  const versions = [
    { version: '26.1', releasedAt: '2026-11-03' },
    { version: '18.7.2', releasedAt: '2026-11-05', models: ['iPhone XS'] },
  ];
  await page.request.post('/api/v1/version-lists', { headers, data: { name, versions } });
  const { items } = await (await page.request.get('/api/v1/version-lists', { headers })).json();
  return items.find((list: { name: string }) => list.name === name).id;
}

/** It counts for no verdict: other journeys look at those. Tests that start at the same moment may each make one. */
async function samplePolicy(page: Page, headers: Record<string, string>, listId: string): Promise<string> {
  const name = 'Sample of a policy';
  const { items } = await (await page.request.get('/api/v1/policies', { headers })).json();
  const known = items.find((policy: { name: string }) => policy.name === name);
  if (known !== undefined) return known.id;
  const made = await page.request.post('/api/v1/policies', {
    headers,
    data: {
      name,
      mode: 'report_only',
      scope: { os: ['ios', 'ipados'], ownership: ['company'] },
      rule: {
        any: [
          { fact: 'osVersion', op: 'olderThan', value: '26.1' },
          { fact: 'osVersion', op: 'behindList', value: { listId, keep: 2, after: 'P14D' } },
          { not: { all: [{ fact: 'passcodeSet', op: 'isTrue', whenUnknown: 'violate' }] } },
        ],
      },
      steps: [
        { after: 'PT0S', action: 'send_alert' },
        { after: 'P3D', action: 'block' },
      ],
    },
  });
  return (await made.json()).id;
}

/** It sends nothing: it is off. */
async function sampleRule(page: Page, headers: Record<string, string>) {
  const name = 'Sample of alerts';
  const to = { name, kind: 'webhook', url: 'https://alerts.example/sample', enabled: false };
  await page.request.post('/api/v1/alert-destinations', { headers, data: to });
  const destination = await idOf(page, '/api/v1/alert-destinations', name);
  const events = ['device.verdict_changed', 'device.silent', 'policy.changed'];
  const filter = { verdict: ['noncompliant'], os: ['ios'] };
  const data = {
    ...{ name, events, filter, destinationIds: [destination], enabled: false },
    ...{ digest: 'daily', quietHours: { from: '20:00', to: '07:00' } },
  };
  await page.request.post('/api/v1/alert-rules', { headers, data });
  const times = { every: 'month', dayOfMonth: 'last', columns: ['name', 'violations'] };
  const due = { name, filter, ...times, destinationIds: [destination], enabled: false };
  await page.request.post('/api/v1/export-schedules', { headers, data: due });
  return {
    destination,
    rule: await idOf(page, '/api/v1/alert-rules', name),
    schedule: await idOf(page, '/api/v1/export-schedules', name),
  };
}

/** Of what was created now, or before: a name is taken once. */
async function idOf(page: Page, path: string, name: string): Promise<string> {
  const headers = { authorization: `Bearer ${product().apiKey}` };
  const { items } = await (await page.request.get(path, { headers })).json();
  return items.find((item: { name: string }) => item.name === name).id;
}
