import { notFound } from 'next/navigation';
import { ApiResourceScreen } from '#components/api-reference/api-resource-screen';
import { referenceOf } from '#lib/contract/api-reference';
import { pageContext } from '#lib/http/pages/page-context';

export default async function ApiResourcePage({ params }: PageProps<'/api-reference/[resource]'>) {
  const [{ publicUrl }, { resource }] = await Promise.all([pageContext(), params]);
  const operations = referenceOf(resource);
  if (operations === null) notFound();
  return <ApiResourceScreen name={resource} url={publicUrl} operations={operations} />;
}
