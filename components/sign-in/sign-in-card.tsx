import { useTranslations } from 'next-intl';
import { Brand } from '../layout/brand.tsx';
import { LocaleMenu } from '../layout/locale-menu.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { EmergencyLink } from './emergency-link.tsx';
import { MicrosoftSignIn } from './microsoft-sign-in.tsx';
import { type Refusal, SignInRefusal } from './sign-in-refusal.tsx';
import { SignedOut } from './signed-out.tsx';

interface Props {
  /** Address at which sign-in by Microsoft begins; null: it is switched off */
  microsoft: string | null;
  sandbox: boolean;
  /** An example of a one-time link; null: they are switched off */
  link: string | null;
  refusal: Refusal | null;
  signedOut: 'entra' | 'link' | null;
}

/** How to get in: by Microsoft, or in an emergency by a link. */
export function SignInCard({ microsoft, sandbox, link, refusal, signedOut }: Props) {
  const t = useTranslations('signIn');
  const lead = microsoft === null ? (link === null ? 'leadNone' : 'lead') : 'leadMicrosoft';
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-4 py-8">
      <PageTitle page={t('title')} />
      <div className="flex items-center justify-between">
        <Brand />
        <LocaleMenu />
      </div>
      {refusal !== null && <SignInRefusal {...refusal} />}
      {signedOut !== null && refusal === null && <SignedOut from={signedOut} />}
      <div className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-6">
        <div>
          <h1 className="font-semibold text-xl">{t('title')}</h1>
          <p className="mt-1 text-muted">{t(lead)}</p>
        </div>
        {microsoft !== null && <MicrosoftSignIn address={microsoft} sandbox={sandbox} />}
        {link !== null && <EmergencyLink example={link} alone={microsoft === null} />}
      </div>
    </main>
  );
}
