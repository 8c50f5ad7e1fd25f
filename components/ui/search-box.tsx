'use client';

import { useEffect, useRef, useState } from 'react';
import { Search } from './icons.tsx';

interface Props {
  label: string;
  hint: string;
  value: string;
  onSearch: (text: string) => void;
}

const quietMs = 250;

/** Searches once typing pauses; Enter searches at once. */
export function SearchBox({ label, hint, value, onSearch }: Props) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Back, or "clear all", changed it from outside.
  if (value !== known) {
    setKnown(value);
    if (value !== text.trim()) setText(value);
  }

  function search(next: string, delay: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim()), delay);
  }

  return (
    <search className="relative w-full sm:w-72">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(text, 0);
        }}
      >
        <Search aria-hidden="true" size={14} className="absolute start-2.5 top-2.25 text-muted" />
        <input
          type="search"
          aria-label={label}
          placeholder={hint}
          value={text}
          maxLength={256}
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value);
            search(event.target.value, quietMs);
          }}
          className="min-h-8 w-full rounded-md border border-line-strong bg-surface py-1 ps-8 pe-2 placeholder:text-muted"
        />
      </form>
    </search>
  );
}
