import { useEffect, useMemo, useState } from 'react';

const quietMs = 400;

/** Returns a value once it has stopped changing: what is counted while somebody writes is not asked for at each key. */
export function useCalm<T>(value: T): T {
  const text = JSON.stringify(value);
  const [calm, setCalm] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(text), quietMs);
    return () => clearTimeout(timer);
  }, [text]);
  return useMemo(() => JSON.parse(calm) as T, [calm]);
}
