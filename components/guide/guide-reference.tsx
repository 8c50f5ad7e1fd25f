'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { EmptyState } from '#components/ui/empty-state';
import { SearchX } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { SearchBox } from '#components/ui/search-box';

interface Topic {
  id: string;
  title: string;
  head: ReactNode;
  entries: readonly { id: string; content: ReactNode }[];
}

/** Everything shown is searched: the text of an entry, and the title of its topic. */
export function GuideReference({ topics }: { topics: readonly Topic[] }) {
  const t = useTranslations('guideSearch');
  const { typed, found, search } = useSearch(topics);
  const isShown = (id: string) => found === null || found.has(id);
  const shown = topics.filter(({ entries }) => entries.some(({ id }) => isShown(id)));
  const total = topics.reduce((sum, { entries }) => sum + entries.length, 0);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[18.5rem_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:p-0.5">
        <SearchBox
          label={t('label')}
          hint={t('hint')}
          value={typed}
          maxLength={100}
          onSearch={async (text) => search(text)}
        />
        <p role="status" className="text-muted text-sm">
          {t('count', { count: found?.size ?? total })}
        </p>
        <nav aria-label={t('contents')}>
          <ul className="flex flex-wrap gap-x-4 lg:flex-col">
            {shown.map(({ id, title }) => (
              <li key={id}>
                <a href={`#${id}`} className="inline-flex min-h-6 items-center text-accent hover:underline">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {shown.length === 0 && (
          <EmptyState icon={SearchX} title={t('none')} text={t('noneText', { typed })} />
        )}
        {topics.map((topic) => (
          <div key={topic.id} id={topic.id} hidden={!shown.includes(topic)} className="scroll-mt-4">
            <Panel title={topic.title} flush>
              {topic.head}
              <ul className="guide-entries">
                {topic.entries.map(({ id, content }) => (
                  <li key={id} id={id} hidden={!isShown(id)}>
                    {content}
                  </li>
                ))}
              </ul>
            </Panel>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The ids of the entries that have every word typed; null: nothing is searched for. A link to an entry ends the search. */
function useSearch(topics: readonly Topic[]) {
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<ReadonlySet<string> | null>(null);

  useEffect(() => {
    const follow = () => {
      // Only what is shown can be scrolled to.
      flushSync(() => {
        setTyped('');
        setFound(null);
      });
      document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  function search(text: string) {
    const words = folded(text).split(/\s+/).filter(Boolean);
    setTyped(text);
    // The same entry may be followed again.
    if (location.hash !== '') history.replaceState(null, '', location.pathname);
    if (words.length === 0) return setFound(null);
    const matches = (entryText: string) => words.every((word) => entryText.includes(word));
    const ids = topics.flatMap(({ title, entries }) =>
      entries.map(({ id }) => id).filter((id) => matches(folded(`${title} ${textOf(id)}`))),
    );
    setFound(new Set(ids));
  }
  return { typed, found, search };
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}

/** Letter case, accents and the width of letters do not matter. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
