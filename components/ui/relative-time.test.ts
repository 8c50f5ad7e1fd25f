import { expect, test } from 'vitest';
import { dateTimeFormat, relativeStyle } from './relative-time.tsx';

const at = new Date('2026-11-25T22:30:00Z');

test('formats a time in the requested language, time zone and style, also after many other formats', () => {
  const texts = () => [
    dateTimeFormat('en', 'Asia/Tokyo', 'long').format(at),
    dateTimeFormat('en', 'Asia/Tokyo', 'medium').format(at),
    dateTimeFormat('ja', 'Asia/Tokyo', 'long').format(at),
    dateTimeFormat('ja', 'UTC', 'medium').format(at),
  ];
  const first = texts();
  expect(first.map((text) => text.replaceAll(/\s/g, ' '))).toEqual([
    'November 26, 2026 at 7:30:00 AM GMT+9',
    'Nov 26, 2026, 7:30:00 AM',
    '2026年11月26日 7:30:00 JST',
    '2026/11/25 22:30:00',
  ]);
  for (const zone of Intl.supportedValuesOf('timeZone')) dateTimeFormat('de', zone, 'long');
  expect(texts()).toEqual(first);
});

test('a short relative time is narrow where that is clear, and months are written out', () => {
  const day = 24 * 3600_000;
  const months = (locale: string) =>
    new Intl.RelativeTimeFormat(locale, { style: relativeStyle(locale, 90 * day) }).format(-3, 'month');
  expect(['es', 'fr'].map(months)).toEqual(['hace 3 meses', 'il y a 3 mois']);
  expect(['en', 'de'].map((locale) => relativeStyle(locale, 6 * day))).toEqual(['narrow', 'short']);
});
