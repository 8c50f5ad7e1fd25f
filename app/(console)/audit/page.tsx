import { AuditScreen } from '#components/audit/audit-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listAuditEvents } from '#lib/audit/audit-events';
import { loadAuditSearch, toAuditQuery } from '#lib/client/lists/audit-search';
import { auditListQuery } from '#lib/client/queries/audit-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const [{ db }, search] = await Promise.all([
    pageContext({ role: 'auditor' }),
    loadAuditSearch(searchParams),
  ]);
  const client = makeQueryClient();
  const load = () => listAuditEvents(db, toAuditQuery(search, Date.now()));
  await client.prefetchQuery({ ...auditListQuery(search), queryFn: load });
  return (
    <ConsolePage messages={['audit']} client={client}>
      <AuditScreen />
    </ConsolePage>
  );
}
