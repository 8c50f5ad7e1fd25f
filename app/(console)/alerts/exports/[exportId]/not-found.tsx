import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function ExportNotFound() {
  const t = useTranslations('alerts');
  const link = { href: '/alerts/exports', label: t('exports.back') } as const;
  return <PageMessage title={t('exports.notFound')} text={t('rules.notFoundText')} link={link} />;
}
