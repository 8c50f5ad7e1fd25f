import { NoAccess } from '#components/layout/no-access';
import { roles } from '#lib/domain/people/scope';
import { pageContext } from '#lib/http/pages/page-context';

export default async function NoAccessPage({ searchParams }: PageProps<'/no-access'>) {
  const [{ needs }] = await Promise.all([searchParams, pageContext()]);
  return <NoAccess needs={roles.find((role) => role === needs) ?? 'admin'} />;
}
