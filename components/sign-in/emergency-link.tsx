import { useTranslations } from 'next-intl';
import { CodeBlock } from '../ui/code-block.tsx';

/** Where the one-time link is, and how to make another. `alone`: there is no other way in. */
export function EmergencyLink({ example, alone }: { example: string; alone: boolean }) {
  const t = useTranslations('signIn');
  const ways = (
    <div className="flex flex-col gap-4">
      <section className="flex flex-col gap-1.5">
        <h2 className="font-semibold">{t('where')}</h2>
        <p>{t('whereText')}</p>
        <code className="rounded-md bg-sunken px-3 py-2 font-mono text-sm">{example}</code>
      </section>
      <section className="flex flex-col gap-1.5">
        <h2 className="font-semibold">{t('again')}</h2>
        <p>{t('againText')}</p>
        <CodeBlock text="npm run sign-in-link" what={t('again')} />
      </section>
    </div>
  );
  if (alone) return ways;
  return (
    <details className="border-line border-t pt-4">
      <summary className="rounded-md font-medium">{t('emergency')}</summary>
      <p className="mt-2 mb-4 text-muted">{t('emergencyText')}</p>
      {ways}
    </details>
  );
}
