'use client';

import { useErrorText } from './use-error-text.ts';

/** Why an action came to nothing, in its place below the form; empty before. */
export function FailureLine({ error }: { error: Error | null }) {
  const errorText = useErrorText();
  return (
    <p role="alert" className="text-bad empty:hidden">
      {error && errorText(error)}
    </p>
  );
}
