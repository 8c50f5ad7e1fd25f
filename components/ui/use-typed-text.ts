'use client';

import { useEffect, useRef, useState } from 'react';

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
export function useTypedText({ value, show, mean, send, quietMs }: Followed) {
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
