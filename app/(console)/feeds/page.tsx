import { FeedListScreen } from '#components/feeds/feed-list-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listFeeds } from '#lib/check-ins/feeds';
import { feedsQuery } from '#lib/client/queries/feed-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function FeedsPage() {
  const { db } = await pageContext();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...feedsQuery(), queryFn: () => listFeeds(db, new Date()) });
  return (
    <ConsolePage messages={['feeds']} client={client}>
      <FeedListScreen />
    </ConsolePage>
  );
}
