import { describe, expect, it } from 'vitest';
import { sharedMessages } from '#lib/i18n/page-messages';
import english from '../../i18n/messages/en.json' with { type: 'json' };
import { listFiles, readSources, type SourceFile } from './read-sources.ts';

const groups = Object.keys(english);
const sources = new Map(readSources(listFiles()).map((file) => [file.path, file]));
const shared: readonly string[] = sharedMessages;
/** Brought by the layout of all pages of the console */
const ofConsole = named('app/(console)/layout.tsx');
const pages = [...sources.keys()].filter((path) => /^app\/.*\/page\.tsx$/.test(path));

/** Those that a page or layout names for itself. */
function named(path: string): string[] {
  const [, list = ''] = /(?:messages|groups)=\{\[([^\]]*)\]\}/.exec(sources.get(path)?.text ?? '') ?? [];
  return [...list.matchAll(/'(\w+)'/g)].map(([, group = '']) => group);
}

const one = groups.join('|');
const translator = new RegExp(`useTranslations\\(\\s*['"](${one})\\b`, 'g');
const fullName = new RegExp(`['"\`](${one})\\.[a-zA-Z$]`, 'g');

/** Groups that one file asks for in the browser: by its translators, and in full names for those without a group. */
function groupsOf({ path, text }: SourceFile): string[] {
  if (!path.startsWith('components/') && !path.startsWith('app/')) return [];
  const byName = /useTranslations\(\)/.test(text) ? [...text.matchAll(fullName)] : [];
  return [...text.matchAll(translator), ...byName].map(([, group = '']) => group);
}

/** Groups that a page shows in the browser, over all that it imports. */
function shownBy(start: string): Set<string> {
  const seen = new Set<string>();
  const shown = new Set<string>();
  const visit = (path: string, inBrowser: boolean) => {
    const file = sources.get(path);
    if (file === undefined) return;
    const client = inBrowser || file.text.startsWith("'use client'");
    if (seen.has(`${path} ${client}`)) return;
    seen.add(`${path} ${client}`);
    if (client) for (const group of groupsOf(file)) shown.add(group);
    for (const target of file.imports) visit(target, client);
  };
  visit(start, false);
  return shown;
}

describe('the messages that a page brings to the browser', () => {
  it('has pages to look at', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(shownBy('app/(console)/devices/[deviceId]/page.tsx')).toContain('device');
  });

  it.each(pages)('are those that it shows, and no others: %s', (page) => {
    const around = [...shared, ...(page.startsWith('app/(console)/') ? ofConsole : [])];
    const needed = [...shownBy(page)].filter((group) => !around.includes(group));
    expect(named(page).toSorted()).toEqual(needed.toSorted());
  });

  it('hold for what stands on every page', () => {
    const needed = [...shownBy('app/(console)/layout.tsx'), ...shownBy('app/(console)/error.tsx')];
    const missing = needed.filter((group) => !shared.includes(group) && !ofConsole.includes(group));
    expect(missing).toEqual([]);
  });
});
