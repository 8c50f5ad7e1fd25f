import { expect, test } from 'vitest';
import { isPlaceholderSerial } from './duplicate.ts';

test.each([
  'Default string',
  'default string ',
  'To be filled by O.E.M.',
  'To Be Filled By O.E.M',
  '0',
  '-1',
  'None',
  'none',
  'System Serial Number',
  'Chassis Serial Number',
  'N/A',
  'NA',
  'n/a',
  'null',
  'Unknown',
  'Not Specified',
  'Not Available',
  'Not Applicable',
  '0000000000',
  'XXXXXXXX',
  '11111111',
  '123456789',
  '1234567890',
  '-',
  '...',
  'OEM',
  'Serial Number',
  'undefined',
  'SerNum0',
  '0123456789',
  '   ',
  'INVALID',
  'No Serial',
  'Default',
])('“%s” is no serial number', (serialNumber) => {
  expect(isPlaceholderSerial(serialNumber)).toBe(true);
});

test.each([
  'F2LXK1ABCD',
  'C02ZL0AAMD6T',
  '5CD1234567',
  'PF2ABCDE',
  '0012345',
  '1234567',
  '-1A',
  'NONE1',
  'SN12345',
  'VMware-56 4d 8e',
  'R58N12ABCDE',
  '機器01',
  'Default string 2',
  '00000001',
])('“%s” is one', (serialNumber) => {
  expect(isPlaceholderSerial(serialNumber)).toBe(false);
});
