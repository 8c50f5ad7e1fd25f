'use client';

import { useEffect, useState } from 'react';

const calmMs = 120;

/** A value once it has stopped changing: whoever holds an arrow key down asks for the last row only. */
export function useCalmValue<T>(value: T): T {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), calmMs);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}
