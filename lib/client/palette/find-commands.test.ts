import { expect, test } from 'vitest';
import { findCommands } from './find-commands.ts';

const commands = [
  { label: 'Übersicht', english: 'overview' },
  { label: 'Überwachungsprotokoll', english: 'audit log' },
  { label: 'Richtlinien', english: 'policies' },
  { label: 'Neue Richtlinie', english: 'new policy' },
  { label: 'デバイス', english: 'devices' },
];
const found = (typed: string) => findCommands(commands, typed).map(({ label }) => label);

test('a command is found by its name in either language, whatever the accents, case and width', () => {
  expect(found('ubers')).toEqual(['Übersicht']);
  expect(found('OVERVIEW')).toEqual(['Übersicht']);
  expect(found('audit-log')).toEqual(['Überwachungsprotokoll']);
  expect(found('ﾃﾞﾊﾞｲｽ')).toEqual(['デバイス']);
});

test('names that begin with the text come first, and every word must be there', () => {
  expect(found('richt')).toEqual(['Richtlinien', 'Neue Richtlinie']);
  expect(found('policy new')).toEqual(['Neue Richtlinie']);
  expect(found('policy old')).toEqual([]);
});
