import { EditDestinationScreen } from '#components/alerts/destinations/edit-destination-screens';
import { ConsolePage } from '#components/layout/console-page';
import { getDestination, listDestinations } from '#lib/alerts/destinations';
import { destinationQuery, destinationsQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { readOrNotFound } from '../../../../read-or-not-found.ts';

type Props = PageProps<'/alerts/destinations/[destinationId]/edit'>;

export default async function EditDestinationPage({ params }: Props) {
  const [{ db, alerts }, { destinationId: id }] = await Promise.all([pageContext({ role: 'admin' }), params]);
  const client = makeQueryClient();
  await readOrNotFound(id, () =>
    client.fetchQuery({ ...destinationQuery(id), queryFn: () => getDestination(db, id) }),
  );
  await client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts']} client={client}>
      <EditDestinationScreen id={id} />
    </ConsolePage>
  );
}
