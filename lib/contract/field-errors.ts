import type { z } from 'zod';

interface InputError {
  path: string;
  code: string;
  message: string;
}

/** Input errors as our problem documents carry them; an unknown key is named at its own path. */
export function fieldErrorsOf(error: z.ZodError): InputError[] {
  return error.issues.flatMap((issue): InputError[] => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key].join('.'),
        code: issue.code,
        message: 'is not known here',
      }));
    }
    return [{ path: path.join('.'), code: issue.code, message: issue.message }];
  });
}
