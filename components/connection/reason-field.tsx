import { useTranslations } from 'next-intl';
import { TextField } from '#components/ui/text-field';

/** Why an admin does what concerns the whole fleet, for the audit log; may be left empty. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations('connection.switched');
  return (
    <TextField label={t('reason')} note={t('reasonNote')} value={value} onChange={onChange} maxLength={500} />
  );
}
