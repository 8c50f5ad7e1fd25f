'use client';

import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

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
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Close it before unmounting, too: the browser returns the focus only on close.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!open || dialog === null) return;
    dialog.showModal();
    return () => dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
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
