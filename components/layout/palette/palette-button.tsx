'use client';

import { useTranslations } from 'next-intl';
import {
  lazy,
  type KeyboardEvent as ReactKeyboardEvent,
  Suspense,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { Search } from '#components/ui/icons';
import { PaletteFrame } from './palette-frame.tsx';

const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette.tsx')).CommandPalette,
}));

const never = () => () => undefined;

/** Opens the command palette, as Ctrl-K does (on a Mac ⌘K) on every page. What it finds by is loaded then. */
export function PaletteButton() {
  const t = useTranslations('shell.palette');
  const [open, setOpen] = useState(false);
  const isMac = useSyncExternalStore(
    never,
    () => /mac|iphone|ipad/i.test(window.navigator.userAgent),
    () => false,
  );
  useEffect(() => {
    const listening = new AbortController();
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
      if (key.toLowerCase() !== 'k' || ctrlKey === metaKey || shiftKey || altKey) return;
      event.preventDefault();
      // A dialog that asks something is answered first.
      if (document.querySelector('dialog[open]') === null) setOpen(true);
    };
    document.addEventListener('keydown', press, { signal: listening.signal });
    return () => listening.abort();
  }, []);
  const keys = isMac ? '⌘K' : 'Ctrl K';
  return (
    <>
      <button
        type="button"
        aria-label={t('open')}
        aria-keyshortcuts="Control+K Meta+K"
        title={`${t('open')} (${keys})`}
        onClick={() => setOpen(true)}
        className="inline-flex h-9 min-w-9 shrink-0 items-center justify-center gap-2 rounded-md px-2 text-muted hover:bg-sunken hover:text-ink min-[105rem]:h-8 min-[105rem]:w-56 min-[105rem]:justify-start min-[105rem]:border min-[105rem]:border-line-strong"
      >
        <Search aria-hidden="true" size={16} className="shrink-0" />
        <span aria-hidden="true" className="min-w-0 truncate max-[105rem]:hidden">
          {t('open')}
        </span>
        <span aria-hidden="true" className="ms-auto shrink-0 font-sans text-xs max-[105rem]:hidden">
          {keys}
        </span>
      </button>
      {open && <Palette onClose={() => setOpen(false)} />}
    </>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  /** Before there was anything to choose from: the first result is opened once it is there */
  const [entered, setEntered] = useState(false);
  const type = (text: string) => {
    setTyped(text);
    setEntered(false);
  };
  const frame = { typed, onType: type, onClose };
  const press = ({ key, nativeEvent }: ReactKeyboardEvent) => {
    if (key === 'Enter' && !nativeEvent.isComposing) setEntered(true);
  };
  return (
    <Suspense fallback={<PaletteFrame {...frame} field={{ onKeyDown: press }} />}>
      <CommandPalette {...frame} entered={entered} onEntered={setEntered} />
    </Suspense>
  );
}
