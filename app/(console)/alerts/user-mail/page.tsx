import { UserMailScreen } from '#components/alerts/user-mail/user-mail-screen';
import { ConsolePage } from '#components/layout/console-page';
import { getUserMail } from '#lib/alerts/user-mail';
import { userMailQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function UserMailPage() {
  const { db, alerts } = await pageContext();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...userMailQuery(), queryFn: () => getUserMail({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts']} client={client}>
      <UserMailScreen />
    </ConsolePage>
  );
}
