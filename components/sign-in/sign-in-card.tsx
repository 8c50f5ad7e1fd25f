import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Brand } from '../layout/brand.tsx';
import { LocaleMenu } from '../layout/locale-menu.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { CodeBlock } from '../ui/code-block.tsx';

/** How to get in: where the one-time link is, and how to make another. */
export function SignInCard({ linkInvalid, address }: { linkInvalid: boolean; address: string }) {
  const t = useTranslations('signIn');
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-4 py-8">
      <PageTitle page={t('title')} />
      <div className="flex items-center justify-between">
        <Brand />
        <LocaleMenu />
      </div>
      {linkInvalid && (
        <div role="alert" className="flex gap-3 rounded-lg bg-bad-soft p-4">
          <CircleAlert aria-hidden="true" size={18} className="mt-0.5 shrink-0 text-bad" />
          <div>
            <p className="font-semibold text-bad">{t('linkInvalid')}</p>
            <p>{t('linkInvalidText')}</p>
          </div>
        </div>
      )}
      <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-6">
        <div>
          <h1 className="font-semibold text-xl">{t('title')}</h1>
          <p className="mt-1 text-muted">{t('lead')}</p>
        </div>
        <section className="flex flex-col gap-1.5">
          <h2 className="font-semibold">{t('where')}</h2>
          <p>{t('whereText')}</p>
          <code className="rounded-md bg-sunken px-3 py-2 font-mono text-sm">{`${address}/api/auth/link?token=…`}</code>
        </section>
        <section className="flex flex-col gap-1.5">
          <h2 className="font-semibold">{t('again')}</h2>
          <p>{t('againText')}</p>
          <CodeBlock text="npm run sign-in-link" what={t('again')} />
        </section>
      </div>
    </main>
  );
}
