import { ConnectionScreen } from '#components/connection/connection-screen';
import { pageContext } from '#lib/http/pages/page-context';

export default async function ConnectionPage() {
  await pageContext();
  return <ConnectionScreen />;
}
