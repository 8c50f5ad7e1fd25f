'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { RejectionCode, WarningCode } from '#lib/domain/check-ins/intake-note';

interface Note<Code extends string> {
  /** Inside the check-in; empty: the check-in as a whole */
  path: string;
  code: Code;
}

/** Why a check-in was rejected: each path with its error. */
export function RejectionNotes({ notes }: { notes: readonly Note<RejectionCode>[] }) {
  const t = useTranslations('intake.rejection');
  return <Notes notes={notes} textOf={(code) => t(code)} />;
}

/** What of a check-in could not be used as sent. */
export function WarningNotes({ notes }: { notes: readonly Note<WarningCode>[] }) {
  const t = useTranslations('intake.warning');
  return <Notes notes={notes} textOf={(code) => t(code)} />;
}

function Notes<Code extends string>(props: { notes: readonly Note<Code>[]; textOf: (code: Code) => string }) {
  return (
    <ul>
      {props.notes.map(({ path, code }) => (
        <li key={`${path} ${code}`} className="flex flex-wrap gap-x-3">
          {path !== '' && (
            <code>
              <GivenText text={path} />
            </code>
          )}
          <span className="text-muted">{props.textOf(code)}</span>
        </li>
      ))}
    </ul>
  );
}
