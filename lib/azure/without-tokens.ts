/** How much of an answer is kept in a trace. */
export const keptAnswerLength = 2000;

/** Cuts text to a length, and out of it all that looks like a token. What remains can be stored anywhere. */
export function withoutTokens(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replace(/eyJ[\w-]+(\.[\w-]*)*/g, '…')
    .replace(/("(?:access|refresh|id)_token"\s*:\s*")[^"]*/g, '$1…')
    .replaceAll('\0', '')
    .toWellFormed();
}
