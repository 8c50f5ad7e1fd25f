import type { z } from 'zod';

interface InputError {
  path: string;
  code: string;
  message: string;
}

/** More errors would not help, and the answer could become larger than the request. */
const mostErrors = 50;
const longestPath = 300;

/** Input errors in the form of our problem documents; an unknown key gets its own path. */
export function fieldErrorsOf(error: z.ZodError): InputError[] {
  const told = error.issues.slice(0, mostErrors).flatMap((issue): InputError[] => {
    const path = issue.path.map(String);
    const { code } = issue;
    if (code !== 'unrecognized_keys')
      return [{ path: boundedPath(path.join('.')), code, message: issue.message }];
    return issue.keys.slice(0, mostErrors).map((key) => {
      return { path: boundedPath([...path, key].join('.')), code, message: 'is unknown' };
    });
  });
  return told.slice(0, mostErrors);
}

/** A path may contain a key of any length. */
export function boundedPath(path: string): string {
  return path.slice(0, longestPath).toWellFormed();
}
