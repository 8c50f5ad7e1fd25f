import { expect, test } from 'vitest';
import { ticketLink } from './ticket-link.ts';

const device = {
  id: '01990000-0000-7000-8000-000000000001',
  name: 'Kana’s iPhone & co?title=x#y',
  serialNumber: null,
  externalId: 'A/1',
  feed: 'mdm',
  os: 'ios',
  osVersion: '26.1',
  model: null,
  userPrincipalName: 'kana+1@example.com',
  userDisplayName: '佳奈',
  azureDeviceId: null,
  verdict: 'noncompliant',
  clientStatusCode: 'Internal_Error',
  access: { because: 'disabled' },
  entra: { problem: 'disabled' },
  failure: { code: 'throttled' },
  nextStep: { step: 'enable_in_entra' },
};
const link = (field: Parameters<typeof ticketLink>[0][number], about: Partial<typeof device> = {}) =>
  ticketLink(
    ['https://tickets.example/new?a=', field, '&b=1'],
    { ...device, ...about },
    'https://tenko.example',
  );

test('no fact of a device ends its parameter', () => {
  const url = new URL(link({ field: 'deviceName' }));
  expect([...url.searchParams]).toEqual([
    ['a', device.name],
    ['b', '1'],
  ]);
  expect(url.hash).toBe('');
  expect(new URL(link({ field: 'userPrincipalName' })).searchParams.get('a')).toBe('kana+1@example.com');
  expect(new URL(link({ field: 'userDisplayName' })).searchParams.get('a')).toBe('佳奈');
});

test('half a character is no reason to fail, and what is not known is empty', () => {
  expect(link({ field: 'deviceName' }, { name: 'a\ud83d' })).toContain('a=a%EF%BF%BD&');
  expect(link({ field: 'serialNumber' })).toContain('?a=&b=1');
});

test('codes say each reason once, and nothing of a client that succeeded', () => {
  expect(new URL(link({ field: 'codes' })).searchParams.get('a')).toBe('disabled, Internal_Error, throttled');
  const fine = { clientStatusCode: 'Success' };
  expect(new URL(link({ field: 'codes' }, fine)).searchParams.get('a')).toBe('disabled, throttled');
});

test('the ticket leads back to the page of the device', () => {
  expect(new URL(link({ field: 'deviceUrl' })).searchParams.get('a')).toBe(
    'https://tenko.example/devices/01990000-0000-7000-8000-000000000001',
  );
});
