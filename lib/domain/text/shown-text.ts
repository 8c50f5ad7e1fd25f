/** Embeddings, overrides and isolates: they turn round what stands beside them */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/g;

/** A name that others gave, as part of a text of ours: on one line, and without power over the letters around it. */
export function shownText(given: string): string {
  return given.replace(bidiControls, '').replace(/[\s\u0085]+/g, ' ');
}
