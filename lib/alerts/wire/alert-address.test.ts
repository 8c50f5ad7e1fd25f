import { expect, test } from 'vitest';
import { readAlertAddress } from './alert-address.ts';

const slack = 'https://hooks.slack.com/services/T0/B0/x';
const teams = 'https://default1.2.environment.api.powerplatform.com:443/powerautomate/x?sig=y';

test.each([
  ['webhook', 'https://example.com/hook?token=1'],
  ['webhook', 'https://93.184.215.14/hook'],
  ['slack', slack],
  ['teams', teams],
  ['teams', 'https://prod-01.westeurope.logic.azure.com:443/workflows/x'],
] as const)('%s may go to %s', (kind, url) => {
  expect(readAlertAddress(kind, url, { allowPrivate: false })).toEqual({ url: new URL(url).href });
});

test.each([
  ['webhook', 'http://example.com/'],
  ['webhook', 'https://10.0.0.1/'],
  ['webhook', 'https://192.168.1.1/'],
  ['webhook', 'https://127.0.0.1:8443/'],
  ['webhook', 'https://localhost/'],
  ['webhook', 'https://[::1]/'],
  ['webhook', 'https://[::ffff:10.0.0.1]/'],
  ['webhook', 'https://169.254.169.254/latest/meta-data'],
  ['webhook', 'https://2130706433/'],
  ['webhook', 'https://user:secret@example.com/'],
  ['webhook', 'https://example.com/#x'],
  ['webhook', 'not an address'],
  ['slack', 'https://hooks.slack.com.example.com/services/T0'],
  ['slack', 'https://example.com/services/T0'],
  ['teams', 'https://logic.azure.com.example.com/'],
  ['teams', 'https://evil-logic.azure.com/'],
] as const)('%s may not go to %s', (kind, url) => {
  expect(readAlertAddress(kind, url, { allowPrivate: false })).toEqual({ problem: expect.any(String) });
});

test('where private addresses are allowed, any host is, except where machines get their credentials', () => {
  const read = (url: string) => readAlertAddress('slack', url, { allowPrivate: true });
  expect(read('http://127.0.0.1:9000/hook')).toEqual({ url: 'http://127.0.0.1:9000/hook' });
  expect(read('https://10.0.0.1/')).toEqual({ url: 'https://10.0.0.1/' });
  expect(read('http://169.254.169.254/')).toEqual({ problem: expect.any(String) });
});
