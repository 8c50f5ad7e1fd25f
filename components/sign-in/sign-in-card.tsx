import { useTranslations } from 'next-intl';
import { Brand } from '#components/layout/brand';
import { LocaleMenu } from '#components/layout/locale-menu';
import { PageTitle } from '#components/layout/page-header';
import { GivenText } from '#components/marks/given-text';
import { buttonClass } from '#components/ui/button';
import { CodeBlock } from '#components/ui/code-block';
import { CircleAlert, CircleCheck, LogIn } from '#components/ui/icons';
import type { RefusedPerson, SignInProblem } from '#lib/domain/people/sign-in-problem';

interface Props {
  /** Address where sign-in with Microsoft starts; null: it is switched off */
  microsoft: string | null;
  sandbox: boolean;
  /** An example of a one-time link; null: they are switched off */
  link: string | null;
  refusal: Refusal | null;
  signedOut: 'entra' | 'link' | null;
}

/** How to sign in: with Microsoft, or in an emergency with a link. */
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

/** The main way to sign in. A plain link, because it leaves our pages. */
function MicrosoftSignIn({ address, sandbox }: { address: string; sandbox: boolean }) {
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

/** Where to find the one-time link, and how to get a new one. `alone`: there is no other way to sign in. */
function EmergencyLink({ example, alone }: { example: string; alone: boolean }) {
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

interface Refusal {
  problem: SignInProblem;
  /** The person that Microsoft signed in, if only the role was missing */
  person: RefusedPerson | null;
}

/** Why signing in failed, and who can fix it. */
function SignInRefusal({ problem, person }: Refusal) {
  const t = useTranslations('signIn');
  return (
    <div role="alert" className="flex gap-3 rounded-lg bg-bad-soft p-4">
      <CircleAlert aria-hidden="true" size={18} className="mt-0.5 shrink-0 text-bad" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold text-bad">{t(`problem.${problem}.title`)}</p>
        {person !== null && (
          <p>
            {t.rich('person', {
              name: () => (
                <strong translate="no">
                  <GivenText text={person.name} />
                </strong>
              ),
              username: () => (
                <span translate="no">
                  <GivenText text={person.username ?? person.name} />
                </span>
              ),
            })}
          </p>
        )}
        <p>{t(`problem.${problem}.text`)}</p>
      </div>
    </div>
  );
}

/** Shown after signing out. The session at Microsoft is separate. */
function SignedOut({ from }: { from: 'entra' | 'link' }) {
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
