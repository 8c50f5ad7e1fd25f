import { GuideScreen } from '#components/guide/guide-screen';
import { PageMessages } from '#components/layout/page-messages';
import { pageContext } from '#lib/http/pages/page-context';

export default async function GuidePage() {
  await pageContext();
  return (
    <PageMessages groups={['guideSearch']}>
      <GuideScreen />
    </PageMessages>
  );
}
