import type { PolicyDefinition } from './policy.ts';

export interface FixText {
  locale: string;
  title: string;
  text: string;
}

/** What the user has to do in a language: in English where it is not written in that one, else in any. Null: nothing is written. */
export function fixText(fix: PolicyDefinition['fix'], locale: string): FixText | null {
  const written = [locale, 'en', ...Object.keys(fix)].find((one) => fix[one] !== undefined);
  const text = written === undefined ? undefined : fix[written];
  return written === undefined || text === undefined ? null : { locale: written, ...text };
}

/**
 * What a user has to do about violations, each text once: title and text on lines of their own. `others`: there is a violation
 * without such a text.
 */
export function userFixes(
  violations: readonly Pick<PolicyDefinition, 'fix'>[],
  locale: string,
): { fixes: string[]; others: boolean } {
  const found = violations.map(({ fix }) => fixText(fix, locale));
  const written = found.filter((one) => one !== null);
  const texts = written.map(({ title, text }) => `${title}\n${text.replaceAll(/^/gm, '   ')}`);
  return { fixes: [...new Set(texts)], others: written.length < found.length };
}
