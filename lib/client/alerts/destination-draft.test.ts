import { expect, test } from 'vitest';
import type { AlertDestinationItem } from '#lib/contract/alert-destination';
import {
  addressesIn,
  destinationInputOf,
  draftOfDestination,
  newDestination,
  wrongAddresses,
} from './destination-draft.ts';

test('addresses may be on lines of their own, or between commas, and count once', () => {
  expect(addressesIn(' kana@example.com,\nops@example.com; kana@example.com ')).toEqual([
    'kana@example.com',
    'ops@example.com',
  ]);
  expect(wrongAddresses('kana@example.com ops@ example.com')).toEqual(['ops@', 'example.com']);
});

test('only e-mail has addressees, and only the others an address', () => {
  const mail = { ...newDestination('email', 'ja'), name: ' Help desk ', to: 'ops@example.com', url: 'x' };
  expect(destinationInputOf(mail)).toEqual({
    kind: 'email',
    name: 'Help desk',
    language: 'ja',
    enabled: true,
    to: ['ops@example.com'],
  });
  const chat = {
    ...newDestination('slack', 'en'),
    name: 'Chat',
    to: 'x',
    url: ' https://hooks.slack.com/services/x ',
  };
  expect(destinationInputOf(chat)).toEqual({
    kind: 'slack',
    name: 'Chat',
    language: 'en',
    enabled: true,
    url: 'https://hooks.slack.com/services/x',
  });
});

test('a stored address stays where none is entered', () => {
  const stored: AlertDestinationItem = {
    id: '1',
    name: 'Chat',
    kind: 'slack',
    url: 'https://hooks.slack.com/…',
    to: [],
    language: 'de',
    enabled: false,
    secretSet: false,
    formerSecretUntil: null,
    health: 'disabled',
    problem: null,
    deliveredAt: null,
    waiting: 0,
    createdAt: '',
    createdBy: '',
    updatedAt: '',
    updatedBy: '',
  };
  const draft = draftOfDestination(stored);
  expect(destinationInputOf(draft)).toEqual({ kind: 'slack', name: 'Chat', language: 'de', enabled: false });
});
