import { ConsolePage } from '#components/layout/console-page';
import { ExceptionListScreen } from '#components/policies/exceptions/exception-list-screen';
import { loadExceptionSearch, toExceptionQuery } from '#lib/client/lists/exception-search';
import { exceptionListQuery, exceptionListSize } from '#lib/client/queries/policy-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { listExceptions } from '#lib/policies/policy-exceptions';

export default async function ExceptionsPage({ searchParams }: PageProps<'/policies/exceptions'>) {
  const [{ db }, search] = await Promise.all([pageContext(), loadExceptionSearch(searchParams)]);
  const client = makeQueryClient();
  const load = () => listExceptions(db, toExceptionQuery(search, exceptionListSize), new Date());
  await client.prefetchQuery({ ...exceptionListQuery(search), queryFn: load });
  return (
    <ConsolePage messages={['policies', 'policyExceptions']} client={client}>
      <ExceptionListScreen />
    </ConsolePage>
  );
}
