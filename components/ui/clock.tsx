'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

const Clock = createContext(0);
const tickMs = 10_000;

/** One clock for all relative times of a page. It starts with the server's time, so that hydration matches. */
export function ClockProvider({ start, children }: { start: number; children: ReactNode }) {
  const [now, setNow] = useState(start);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return <Clock value={now}>{children}</Clock>;
}

export function useClock(): number {
  return useContext(Clock);
}
