import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function ApiResourceNotFound() {
  const t = useTranslations('apiReference');
  const link = { href: '/api-reference', label: t('back') } as const;
  return <PageMessage title={t('notFound')} text={t('notFoundText')} link={link} />;
}
