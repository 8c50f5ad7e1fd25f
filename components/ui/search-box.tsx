'use client';

import { type ClipboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Search } from './icons.tsx';

interface Props {
  label: string;
  hint: string;
  value: string;
  maxLength: number;
  /** Keep the lines of a pasted text apart */
  lines?: boolean;
  /** Why the text cannot be searched for; null: it can */
  refusalOf?: (text: string) => string | null;
  onSearch: (text: string) => Promise<unknown>;
  /** Takes a pasted text in place of the box; false: it stays with the box */
  onPasted?: (text: string) => boolean;
}

const quietMs = 250;
/** A one-line field shows the end of a line with this character. */
const lineEnd = '↵';
const shown = (text: string) => text.replaceAll('\n', ` ${lineEnd} `);
const meant = (text: string) => text.replace(/\s*(?:↵\s*)+/g, '\n').trim();

/** Searches when typing pauses. Enter and leaving the field search at once. */
export function SearchBox(props: Props) {
  const { label, hint, value, maxLength, lines = false, refusalOf, onSearch, onPasted } = props;
  const noteId = useId();
  /** What had the focus before */
  const before = useRef<HTMLElement>(null);
  const send = async (typed: string) => (refusalOf?.(typed) ? undefined : onSearch(typed));
  const { text, type, flush } = useTypedText({ value, show: shown, mean: meant, send, quietMs });
  const refusal = refusalOf?.(meant(text)) ?? null;

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData('text').trim();
    if (onPasted?.(pasted)) return event.preventDefault();
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
          onFocus={({ relatedTarget }) => {
            before.current = relatedTarget instanceof HTMLElement ? relatedTarget : null;
          }}
          // What is typed next is a shortcut again.
          onKeyDown={({ key, currentTarget, nativeEvent }) => {
            if (key !== 'Escape' || nativeEvent.isComposing) return;
            currentTarget.blur();
            before.current?.focus();
          }}
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
  /** The value in the address, which the field follows */
  value: string;
  /** Convert a value to the text of the field, and back */
  show: (value: string) => string;
  mean: (text: string) => string;
  /** Called when typing pauses; resolves when the address has changed */
  send: (value: string) => Promise<unknown>;
  quietMs: number;
}

/**
 * The text of a field that follows the address. The address changes later than the field, so what was typed last wins
 * over an older value that arrives from the address. Back, a link and "Clear all" win over the field.
 */
function useTypedText({ value, show, mean, send, quietMs }: Followed) {
  const [text, setText] = useState(show(value));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Not sent yet; null: everything is sent */
  const typed = useRef<string | null>(null);
  /** Sent, but not in the address yet, oldest first */
  const sent = useRef<string[]>([]);
  const latest = useRef({ value, show, mean, send });

  function flush(): void {
    clearTimeout(timer.current);
    const next = typed.current;
    typed.current = null;
    if (next === null || next === (sent.current.at(-1) ?? latest.current.value)) return;
    sent.current.push(next);
    void latest.current.send(next).then(() => {
      // Two changes may arrive as one, or as none.
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
