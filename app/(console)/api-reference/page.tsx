import { ApiReferenceScreen } from '#components/api-reference/api-reference-screen';
import { referenceIndex } from '#lib/contract/api-reference';
import { pageContext } from '#lib/http/pages/page-context';

export default async function ApiReferencePage() {
  const { publicUrl } = await pageContext();
  return <ApiReferenceScreen url={publicUrl} resources={referenceIndex()} />;
}
