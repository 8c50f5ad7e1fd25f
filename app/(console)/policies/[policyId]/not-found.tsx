import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function PolicyNotFound() {
  const t = useTranslations('policies');
  const link = { href: '/policies', label: t('back') } as const;
  return <PageMessage title={t('notFound')} text={t('notFoundText')} link={link} />;
}
