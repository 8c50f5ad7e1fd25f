import { useTranslations } from 'next-intl';
import { TextField } from '#components/ui/text-field';

/** Why an admin does what concerns many devices, for the audit log; may be left empty. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations('common.reason');
  return <TextField label={t('label')} note={t('note')} value={value} onChange={onChange} maxLength={500} />;
}
