import { ConnectionScreen } from '#components/connection/connection-screen';
import { ConsolePage } from '#components/layout/console-page';
import { channelsQuery } from '#lib/client/queries/connection-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { getChannels } from '#lib/connection/channels';
import { pageContext } from '#lib/http/pages/page-context';

export default async function ConnectionPage() {
  const { db } = await pageContext();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...channelsQuery(), queryFn: () => getChannels(db, new Date()) });
  return (
    <ConsolePage messages={['channels']} client={client}>
      <ConnectionScreen />
    </ConsolePage>
  );
}
