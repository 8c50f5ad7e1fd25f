import type { Instrumentation } from 'next';

/** Next calls this with whatever fails while it answers. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { notePageFailure } = await import('#lib/http/pages/error-pages');
  notePageFailure(error, request);
};
