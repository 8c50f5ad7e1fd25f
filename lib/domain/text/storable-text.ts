/** A text as PostgreSQL takes it: it has neither NUL nor half a character. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
