import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';
import { hasSession } from '#lib/http/pages/page-context';
import ConsoleLayout from './(console)/layout.tsx';

export default async function NotFound() {
  if (!(await hasSession())) {
    return (
      <main>
        <Message />
      </main>
    );
  }
  return (
    <ConsoleLayout params={Promise.resolve({})}>
      <Message />
    </ConsoleLayout>
  );
}

function Message() {
  const t = useTranslations('error');
  return <PageMessage title={t('pageNotFound')} text={t('pageNotFoundText')} />;
}
