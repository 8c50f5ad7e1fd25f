/** Embeddings, overrides and isolates: they turn the letters next to them around */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/g;

/** A name that others gave, as part of a text of ours: on one line, and without power over the letters around it. */
export function shownText(given: string): string {
  return given.replace(bidiControls, '').replace(/[\s\u0085]+/g, ' ');
}

/**
 * What a terminal acts on, what ends a line for some readers, and what turns the direction of text: the control
 * characters C0 and C1, the line and paragraph separators, and Unicode's bidirectional controls.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are escaped
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text as one line that a terminal only shows. What is not safe becomes an escape of JSON, and a tab a space. */
export function printable(text: string): string {
  return text.replace(unsafe, (letter) =>
    letter === '\t' ? ' ' : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
export const withoutControls = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/;
/** Text of only spaces, control, zero-width or filler characters would show nothing to read or click. */
export const visible = /[^\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;
