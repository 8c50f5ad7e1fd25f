'use client';

import { type ClipboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Search } from './icons.tsx';

interface Props {
  label: string;
  hint: string;
  value: string;
  maxLength: number;
  /** Several lines that are pasted stay apart */
  lines?: boolean;
  /** Why a text cannot be searched for; null: it can */
  refusalOf?: (text: string) => string | null;
  onSearch: (text: string) => Promise<unknown>;
}

const quietMs = 250;
/** A field of one line shows the end of a line by this letter. */
const lineEnd = '↵';
const shown = (text: string) => text.replaceAll('\n', ` ${lineEnd} `);
const meant = (text: string) => text.replace(/\s*(?:↵\s*)+/g, '\n').trim();

/** Searches once typing pauses; Enter, and leaving the field, search at once. */
export function SearchBox({ label, hint, value, maxLength, lines = false, refusalOf, onSearch }: Props) {
  const noteId = useId();
  const send = async (typed: string) => (refusalOf?.(typed) ? undefined : onSearch(typed));
  const { text, type, flush } = useTypedText({ value, show: shown, mean: meant, send, quietMs });
  const refusal = refusalOf?.(meant(text)) ?? null;

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData('text').trim();
    if (!lines || !/[\r\n]/.test(pasted)) return;
    event.preventDefault();
    const field = event.currentTarget;
    const one = shown(pasted.replace(/\s*[\r\n]+\s*/g, '\n'));
    field.setRangeText(one, field.selectionStart ?? 0, field.selectionEnd ?? field.value.length, 'end');
    type(field.value);
  }

  return (
    <search className="relative w-full sm:w-72">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          flush();
        }}
      >
        <Search aria-hidden="true" size={14} className="absolute start-2.5 top-2.25 text-muted" />
        <input
          type="search"
          aria-label={label}
          aria-invalid={refusal !== null}
          aria-describedby={refusal === null ? undefined : noteId}
          placeholder={hint}
          value={text}
          maxLength={maxLength}
          autoComplete="off"
          onChange={(event) => type(event.target.value)}
          onPaste={paste}
          onBlur={flush}
          className="min-h-8 w-full rounded-md border border-line-strong bg-surface py-1 ps-8 pe-2 placeholder:text-muted"
        />
      </form>
      {refusal !== null && (
        <p id={noteId} role="alert" className="mt-1 text-bad text-xs">
          {refusal}
        </p>
      )}
    </search>
  );
}

interface Followed {
  /** What the field follows, as the address has it */
  value: string;
  /** How a value is shown in the field, and what is meant by a text that is typed */
  show: (value: string) => string;
  mean: (text: string) => string;
  /** Called once typing pauses; resolves when the address is changed */
  send: (value: string) => Promise<unknown>;
  quietMs: number;
}

/**
 * Text of a field that follows the address. The address changes later than the field, and the page shows that later
 * still: what was typed last wins over whatever comes back of what was typed before. Back, a link or "Clear all" win over
 * the field.
 */
function useTypedText({ value, show, mean, send, quietMs }: Followed) {
  const [text, setText] = useState(show(value));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Not sent yet; null: everything is */
  const typed = useRef<string | null>(null);
  /** Sent, and not come back yet, the oldest first */
  const sent = useRef<string[]>([]);
  const latest = useRef({ value, show, mean, send });

  function flush(): void {
    clearTimeout(timer.current);
    const next = typed.current;
    typed.current = null;
    if (next === null || next === (sent.current.at(-1) ?? latest.current.value)) return;
    sent.current.push(next);
    void latest.current.send(next).then(() => {
      // Two changes may be shown as one, or as none.
      if (sent.current.at(-1) === latest.current.value) sent.current = [];
    });
  }
  function type(next: string): void {
    setText(next);
    typed.current = mean(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, quietMs);
  }

  useEffect(() => {
    latest.current = { value, show, mean, send };
  });
  useEffect(() => {
    const place = sent.current.indexOf(value);
    if (place >= 0) sent.current.splice(0, place + 1);
    else if (typed.current === null) {
      sent.current = [];
      const { show, mean } = latest.current;
      setText((now) => (mean(now) === value ? now : show(value)));
    }
  }, [value]);
  useEffect(() => {
    const follow = () => {
      clearTimeout(timer.current);
      typed.current = null;
      sent.current = [];
      setText(latest.current.show(latest.current.value));
    };
    window.addEventListener('popstate', follow);
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener('popstate', follow);
    };
  }, []);
  return { text, type, flush };
}
