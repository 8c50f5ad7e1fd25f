import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { RefusedPerson, SignInProblem } from '#lib/domain/people/sign-in-problem';
import { CircleAlert } from '../ui/icons.tsx';

export interface Refusal {
  problem: SignInProblem;
  /** Whom Microsoft signed in, where it was the role that was missing */
  person: RefusedPerson | null;
}

/** Why it did not come about, and who can do what. */
export function SignInRefusal({ problem, person }: Refusal) {
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
