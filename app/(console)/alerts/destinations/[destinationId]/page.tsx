import { DestinationScreen } from '#components/alerts/destinations/destination-screen';
import { ConsolePage } from '#components/layout/console-page';
import { getDestination } from '#lib/alerts/destinations';
import { listRules } from '#lib/alerts/rules';
import { destinationQuery, rulesQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { readOrNotFound } from '../../../read-or-not-found.ts';

export default async function DestinationPage({ params }: PageProps<'/alerts/destinations/[destinationId]'>) {
  const [{ db }, { destinationId: id }] = await Promise.all([pageContext(), params]);
  const client = makeQueryClient();
  await readOrNotFound(id, () =>
    client.fetchQuery({ ...destinationQuery(id), queryFn: () => getDestination(db, id) }),
  );
  await client.prefetchQuery({ ...rulesQuery(), queryFn: () => listRules(db) });
  return (
    <ConsolePage messages={['alerts']} client={client}>
      <DestinationScreen id={id} />
    </ConsolePage>
  );
}
