'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '#components/ui/button';

interface Props {
  label: string;
  maxLength: number;
  suggestions?: readonly string[];
  onAdd: (name: string) => void;
}

/** A name to filter by, typed or taken from the suggestions. */
export function NameField({ label, maxLength, suggestions = [], onAdd }: Props) {
  const t = useTranslations('filters');
  const id = useId();
  const [typed, setTyped] = useState('');
  const name = typed.trim();

  function add(wanted: string) {
    if (wanted === '') return;
    onAdd(wanted);
    setTyped('');
  }

  return (
    <form
      className="flex flex-col gap-1 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        add(name);
      }}
    >
      <label htmlFor={id} className="text-muted text-xs">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          list={`${id}list`}
          value={typed}
          maxLength={maxLength}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value)}
          className="min-h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2"
        />
        <Button type="submit" disabled={name === ''}>
          {t('addName')}
        </Button>
      </div>
      <datalist id={`${id}list`}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </form>
  );
}
