'use client';

import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * A mutation whose answer is shown only once, as a new key is. `firm` is true from the click on, not only once the
 * mutation has told that it runs: an Escape right after Enter would close the dialog, and the answer would be lost.
 */
export function useMadeOnce<Made, Input>(options: UseMutationOptions<Made, Error, Input>) {
  const [asked, setAsked] = useState(false);
  const { data: made, error, mutate, reset } = useMutation(options);
  return {
    made,
    error,
    /** It was asked for and may have been made: only a button of the answer closes the dialog. */
    firm: asked,
    make: (input: Input) => {
      setAsked(true);
      mutate(input, { onError: () => setAsked(false) });
    },
    reset: () => {
      setAsked(false);
      reset();
    },
  };
}
