import { expect, test } from 'vitest';
import type { SourceItem } from '#lib/contract/sources/source';
import { draftOf, inputOf, missingFields, newDraft } from './source-draft.ts';

const fleet = {
  id: '0',
  name: 'Fleet',
  kind: 'fleet',
  url: 'https://fleet.example.com',
  settings: { team: 'Workstations', criticalAction: 'block', otherAction: 'send_alert' },
  secretsSet: ['token'],
  observeOnly: true,
  everyMinutes: 30,
  fullWalkHour: 3,
  enabled: true,
  feed: 'fleet',
} as unknown as SourceItem;

test('what is empty is left out, and blanks around a value are dropped, but not those of a secret', () => {
  const draft = newDraft('ivanti_neurons', ' MDM ', null);
  draft.values = {
    url: ' https://na1.example.com ',
    'secrets.username': ' api ',
    'secrets.password': ' p w ',
  };
  expect(inputOf(draft, false)).toEqual({
    kind: 'ivanti_neurons',
    name: 'MDM',
    url: 'https://na1.example.com',
    settings: {},
    secrets: { username: 'api', password: ' p w ' },
    everyMinutes: 15,
    fullWalkHour: 2,
    observeOnly: false,
    enabled: false,
  });
});

test('Intune has no address, and is only observed', () => {
  const input = inputOf(newDraft('intune', 'Intune', null), true);
  expect(input).toMatchObject({ observeOnly: true, settings: {} });
  expect(input).not.toHaveProperty('url');
  expect(input).not.toHaveProperty('secrets');
});

test('headers are typed one in each line', () => {
  const draft = newDraft('json', 'JSON', null);
  draft.values = { 'secrets.headers': 'Authorization: Bearer a:b\n\n X-Tenant : 7 \nBroken' };
  expect(inputOf(draft, false).secrets).toEqual({
    headers: { Authorization: 'Bearer a:b', 'X-Tenant': '7', Broken: '' },
  });
});

test('a source that is edited keeps its settings, and its secrets without sending them', () => {
  const draft = draftOf(fleet);
  const input = inputOf(draft, true);
  expect(input).toMatchObject({
    url: fleet.url,
    settings: fleet.settings,
    everyMinutes: 30,
    fullWalkHour: 3,
  });
  expect(input).not.toHaveProperty('secrets');
  expect(missingFields(draft, fleet.secretsSet)).toEqual([]);
  expect(missingFields(draft, []).map(({ path }) => path)).toEqual(['secrets.token']);
});

test('a simulated MDM fills in all that is needed', () => {
  const draft = newDraft('json', 'JSON', {
    url: 'https://localhost:8443/mdm/json/devices',
    settings: { itemsPath: 'items', mapping: '$' },
    secrets: { headers: { Authorization: 'Bearer simulated' } },
  });
  expect(missingFields(draft, [])).toEqual([]);
  expect(inputOf(draft, false)).toMatchObject({
    secrets: { headers: { Authorization: 'Bearer simulated' } },
    settings: { itemsPath: 'items', mapping: '$' },
  });
});
