'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const fields = 'input, textarea, select';

/**
 * Whether a form can be sent. If not, each field that keeps it from that says why, and the first one takes the focus: instead
 * of a button that cannot be pressed.
 */
export function isReadyToSend(form: HTMLElement): boolean {
  const boxes = [...form.querySelectorAll<HTMLElement>('[data-problem]')].map((box) => ({
    problem: box.dataset.problem ?? '',
    field: box.querySelector<Field>(fields),
  }));
  // A field may have come after its box last looked: once its choices were read.
  for (const { problem, field } of boxes) field?.setCustomValidity(problem);
  const wrong = [...form.querySelectorAll<Field>(fields)].filter((field) => !field.checkValidity());
  wrong[0]?.focus();
  return wrong.length === 0 && boxes.every(({ problem, field }) => problem === '' || field !== null);
}

/** Why the form cannot be sent with a field as it is; `shown` once somebody tried to. */
export function useFieldProblem<One extends Field>(problem: string | null) {
  const ref = useRef<One>(null);
  const [tried, setTried] = useState(false);
  useEffect(() => ref.current?.setCustomValidity(problem ?? ''), [problem]);
  return {
    ref,
    shown: tried ? problem : null,
    onInvalid: () => setTried(true),
    /** After a change, the field says nothing until the next try */
    onChanged: () => setTried(false),
  };
}

interface Props {
  /** Null: nothing is missing or wrong */
  problem: string | null;
  /** It is said elsewhere */
  quiet?: boolean;
  children: ReactNode;
}

/** Says why a form cannot be sent below its first field, which may be of any kind. */
export function FieldProblem({ problem, quiet = false, children }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const id = useId();
  const [tried, setTried] = useState(false);
  const shown = tried && !quiet ? problem : null;
  useEffect(() => {
    const field = ref.current?.querySelector<Field>(fields);
    field?.setCustomValidity(problem ?? '');
    if (shown !== null) {
      field?.setAttribute('aria-errormessage', id);
      field?.setAttribute('aria-invalid', 'true');
    }
    return () => {
      field?.setCustomValidity('');
      if (shown === null) return;
      field?.removeAttribute('aria-errormessage');
      field?.removeAttribute('aria-invalid');
    };
  });
  return (
    <div
      ref={ref}
      data-problem={problem ?? ''}
      className="flex min-w-0 flex-col gap-1"
      onInvalidCapture={() => setTried(true)}
      onChangeCapture={() => setTried(false)}
    >
      {children}
      <p id={id} role="alert" className="text-bad text-sm empty:hidden">
        {shown}
      </p>
    </div>
  );
}
