import { expect, test } from 'vitest';
import { foundUsers } from './found-users.ts';

const device = (
  userPrincipalName: string | null,
  userDisplayName: string | null = null,
  azureUserPrincipalName: string | null = null,
) => ({ userPrincipalName, userDisplayName, azureUserPrincipalName });
const devices = [
  device('anna.sato@example.com', '佐藤 アンナ', 'Anna.Sato@example.com'),
  device('ANNA.SATO@example.com', '佐藤 アンナ'),
  device('ben@example.com', 'Ben Anders', 'joanna@example.com'),
  device(null),
];
const names = (typed: string) => foundUsers(devices, typed).map(({ name }) => name);

test('a person is found once, by any part of the user principal name or the display name', () => {
  expect(names('anna')).toEqual(['anna.sato@example.com', 'joanna@example.com']);
  expect(names('sato anna')).toEqual(['anna.sato@example.com']);
  expect(names('ｱﾝﾅ')).toEqual(['anna.sato@example.com']);
  expect(foundUsers(devices, 'ben anders')).toEqual([
    { name: 'ben@example.com', displayName: 'Ben Anders', href: '/users/ben%40example.com' },
  ]);
});

test('the user of a device that was found by something else is not meant', () => {
  expect(names('iphone')).toEqual([]);
  expect(names(' ')).toEqual([]);
});

test('no more people are offered than can be read at a glance', () => {
  const many = Array.from({ length: 20 }, (_, at) => device(`user${at}@example.com`));
  expect(foundUsers(many, 'user')).toHaveLength(5);
});
