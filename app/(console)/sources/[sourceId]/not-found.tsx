import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function SourceNotFound() {
  const t = useTranslations('sources');
  const link = { href: '/feeds', label: t('back') } as const;
  return <PageMessage title={t('notFound')} text={t('notFoundText')} link={link} />;
}
