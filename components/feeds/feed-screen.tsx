'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { CallSnippets } from '#components/marks/call-snippets';
import { GivenText } from '#components/marks/given-text';
import { Panel } from '#components/ui/panel';
import { feedsQuery } from '#lib/client/queries/feed-queries';
import { shownText } from '#lib/domain/text/shown-text';
import { FeedHealthStatus } from './feed-marks.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { RejectionsPanel } from './rejections-panel.tsx';

/** One feed: what came of its check-ins, and how to send one. `url`: the address at which feeds call Tenko. */
export function FeedScreen({ name, url }: { name: string; url: string }) {
  const t = useTranslations('feeds');
  const { data } = useQuery(feedsQuery());
  const feed = data?.items.find((one) => one.name === name);
  if (feed === undefined) return null;
  return (
    <div className="flex flex-col gap-3">
      <PageHeader
        title={shownText(name)}
        heading={<GivenText text={name} />}
        help="feed"
        back={<BackLink href="/feeds">{t('back')}</BackLink>}
        beside={<FeedHealthStatus value={feed.health} pill />}
      />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <FiguresPanel feed={feed} />
        <Panel title={t('call.title')}>
          <p className="mb-2 max-w-prose text-muted">{t('call.about')}</p>
          <CallSnippets apiKey="tenko_…" url={url} checksIn />
        </Panel>
      </div>
      <RejectionsPanel name={name} />
    </div>
  );
}
