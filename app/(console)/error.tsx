'use client';

import { LoadError } from '#components/layout/load-error';

export default function ConsoleError({ error, reset }: { error: Error; reset: () => void }) {
  return <LoadError error={error} onRetry={reset} retrying={false} />;
}
