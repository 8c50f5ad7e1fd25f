import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function VersionListNotFound() {
  const t = useTranslations('versionLists');
  const policies = useTranslations('policies');
  const link = { href: '/policies/version-lists', label: t('back') } as const;
  return <PageMessage title={t('notFound')} text={policies('notFoundText')} link={link} />;
}
