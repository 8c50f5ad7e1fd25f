import { useTranslations } from 'next-intl';
import { buttonClass } from '../ui/button.tsx';
import { LogIn } from '../ui/icons.tsx';

/** The main way in. A plain link: it leaves our pages. */
export function MicrosoftSignIn({ address, sandbox }: { address: string; sandbox: boolean }) {
  const t = useTranslations('signIn');
  return (
    <div className="flex flex-col gap-2">
      <a href={address} className={`${buttonClass('primary')} min-h-10`}>
        <LogIn aria-hidden="true" size={16} />
        {t('microsoft')}
      </a>
      {sandbox && <p className="text-muted text-sm">{t('sandbox')}</p>}
    </div>
  );
}
