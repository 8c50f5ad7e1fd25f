import { expect, test } from 'vitest';
import { personFinder } from './person.ts';

const id = '6f0b0f6e-5a9d-4c0e-9a53-0f6c8f1f2a01';
const anna = personFinder({
  principalNames: ['anna@example.com'],
  azureUserIds: [id],
  displayNames: ['Anna Schmidt'],
});
const kana = personFinder({
  principalNames: ['kana@example.com'],
  azureUserIds: [],
  displayNames: ['山田 花奈'],
});

test.each([
  ['User anna@example.com was not found.', 'User * was not found.'],
  ['ANNA@Example.com, Anna Schmidt', '*, *'],
  [`{"id":"${id.toUpperCase()}"}`, '{"id":"*"}'],
  ['joanna@example.com', 'joanna@example.com'],
  ['jo.anna@example.com', 'jo.anna@example.com'],
  ['anna@example.com.au', 'anna@example.com.au'],
  // Another Anna Schmidt, as far as anyone can know
  ['Anna Schmidt', 'Anna Schmidt'],
])('text: %s', (text, without) => {
  expect(anna.inText(text, '*')).toBe(without);
});

test.each([
  ['Devices of anna schmidt', 'Devices of *'],
  ['Anna', 'Anna'],
  ['anna@example.com', '*'],
])('search: %s', (text, without) => {
  expect(anna.inSearch(text, '*')).toBe(without);
});

test.each([
  ['Anna’s iPhone', '*’s iPhone'],
  ['schmidt-macbook', '*-macbook'],
  ['Annabel’s iPad', 'Annabel’s iPad'],
])('device name: %s', (text, without) => {
  expect(anna.inDeviceName(text, '*')).toBe(without);
});

test('words without spaces around them', () => {
  expect(kana.inDeviceName('山田のiPhone', '*')).toBe('*のiPhone');
  expect(kana.inDeviceName('KANAのiPad', '*')).toBe('*のiPad');
});

test('nobody is found nowhere', () => {
  const nobody = personFinder({ principalNames: [], azureUserIds: [], displayNames: [] });
  expect(nobody.inText('', '*')).toBe('');
  expect(nobody.inDeviceName('iPhone', '*')).toBe('iPhone');
});
