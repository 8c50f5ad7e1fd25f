'use client';

import { type ReactNode, useId } from 'react';
import { useModal } from './use-modal.ts';

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  /** For long text */
  wide?: boolean;
  /** Only a button of its own closes it, not Escape: it shows what is never shown again */
  firm?: boolean;
  children: ReactNode;
}

/** The native modal dialog: it traps the focus, closes on Escape and returns the focus. */
export function ModalDialog({ title, open, onClose, wide = false, firm = false, children }: Props) {
  const ref = useModal(open, onClose);
  const titleId = useId();
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      closedby={firm ? 'none' : undefined}
      // For browsers that do not know `closedby`
      onCancel={(event) => firm && event.preventDefault()}
      className={`m-auto max-h-[90dvh] ${wide ? 'w-[min(42rem,calc(100vw-2rem))]' : 'w-[min(30rem,calc(100vw-2rem))]'} overflow-y-auto rounded-lg border border-line bg-surface p-5 text-ink shadow-2xl backdrop:bg-black/50`}
    >
      <h2 id={titleId} className="font-semibold text-lg">
        {title}
      </h2>
      {open && children}
    </dialog>
  );
}
