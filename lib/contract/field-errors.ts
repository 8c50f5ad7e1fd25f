import type { z } from 'zod';

interface InputError {
  path: string;
  code: string;
  message: string;
}

/** More help nobody, and would answer a large body with a larger one. */
const mostErrors = 50;
const longestPath = 300;

/** Input errors as our problem documents carry them; an unknown key is named at its own path. */
export function fieldErrorsOf(error: z.ZodError): InputError[] {
  const told = error.issues.slice(0, mostErrors).flatMap((issue): InputError[] => {
    const path = issue.path.map(String);
    const { code } = issue;
    if (code !== 'unrecognized_keys')
      return [{ path: boundedPath(path.join('.')), code, message: issue.message }];
    return issue.keys.slice(0, mostErrors).map((key) => {
      return { path: boundedPath([...path, key].join('.')), code, message: 'is not known here' };
    });
  });
  return told.slice(0, mostErrors);
}

/** A path may hold a key of any length. */
export function boundedPath(path: string): string {
  return path.slice(0, longestPath).toWellFormed();
}
