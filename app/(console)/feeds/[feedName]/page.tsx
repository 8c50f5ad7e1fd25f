import { notFound, redirect } from 'next/navigation';
import { FeedScreen } from '#components/feeds/feed-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listFeeds } from '#lib/check-ins/feeds';
import { feedsQuery } from '#lib/client/queries/feed-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function FeedPage({ params }: PageProps<'/feeds/[feedName]'>) {
  const [{ db, publicUrl }, { feedName }] = await Promise.all([pageContext(), params]);
  const client = makeQueryClient();
  const name = decodeURIComponent(feedName);
  const { items } = await client.fetchQuery({ ...feedsQuery(), queryFn: () => listFeeds(db, new Date()) });
  const feed = items.find((one) => one.name === name);
  if (feed === undefined) notFound();
  if (feed.source !== null) redirect(`/sources/${feed.source.id}`);
  return (
    <ConsolePage messages={['feeds', 'intake', 'apiCall']} client={client}>
      <FeedScreen name={name} url={publicUrl} />
    </ConsolePage>
  );
}
