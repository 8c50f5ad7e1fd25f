'use client';

import { type ClipboardEvent, useId } from 'react';
import { Search } from './icons.tsx';
import { useTypedText } from './use-typed-text.ts';

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
