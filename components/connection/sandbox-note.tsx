import { useTranslations } from 'next-intl';
import { FlaskConical } from '../ui/icons.tsx';

/** Says plainly that nothing here is real. */
export function SandboxNote() {
  const t = useTranslations('connection');
  return (
    <p className="flex items-start gap-2 rounded-lg border border-line-strong border-dashed px-4 py-2.5">
      <FlaskConical aria-hidden="true" size={16} className="mt-0.5 shrink-0 text-muted" />
      <span>
        <strong className="font-semibold">{t('sandboxTitle')}</strong> {t('sandboxText')}
      </span>
    </p>
  );
}
