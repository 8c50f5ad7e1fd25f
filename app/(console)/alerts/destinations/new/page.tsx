import { NewDestinationScreen } from '#components/alerts/destinations/edit-destination-screens';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { destinationsQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { destinationKinds } from '#lib/domain/alerts/alert-destination';
import { pageContext } from '#lib/http/pages/page-context';

export default async function NewDestinationPage({ searchParams }: PageProps<'/alerts/destinations/new'>) {
  const [{ db, alerts }, { kind }] = await Promise.all([pageContext({ role: 'admin' }), searchParams]);
  const client = makeQueryClient();
  await client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts']} client={client}>
      <NewDestinationScreen kind={destinationKinds.find((known) => known === kind) ?? null} />
    </ConsolePage>
  );
}
