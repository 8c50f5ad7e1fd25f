import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from 'react';

/**
 * Shows a dialog above everything else while `open`.
 * `onClose`: the person closed it. Closing it here is not told, however late the browser reports it.
 */
export function useModal(open: boolean, onClose: () => void): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  const closed = useEffectEvent(onClose);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!open || dialog === null) return;
    const showing = new AbortController();
    dialog.showModal();
    // The event comes a frame after the closing it is about: by then the dialog may be shown again.
    const heed = () => !dialog.open && closed();
    dialog.addEventListener('close', heed, { signal: showing.signal });
    return () => {
      showing.abort();
      // Before it is removed, too: the browser returns the focus only on close.
      dialog.close();
    };
  }, [open]);
  return ref;
}
