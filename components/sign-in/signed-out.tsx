import { useTranslations } from 'next-intl';
import { CircleCheck } from '../ui/icons.tsx';

/** Said after signing out; the session at Microsoft is another one. */
export function SignedOut({ from }: { from: 'entra' | 'link' }) {
  const t = useTranslations('signIn');
  return (
    <div role="status" className="flex gap-3 rounded-lg bg-good-soft p-4">
      <CircleCheck aria-hidden="true" size={18} className="mt-0.5 shrink-0 text-good" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold text-good">{t('signedOut')}</p>
        {from === 'entra' && (
          <p>
            {t.rich('signedOutMicrosoft', {
              link: (words) => (
                <a href="/api/auth/microsoft-sign-out" className="text-accent underline underline-offset-2">
                  {words}
                </a>
              ),
            })}
          </p>
        )}
      </div>
    </div>
  );
}
