/** Each ends a line for some readers, though JSON allows it in a text. */
const breaks = /[\u007f-\u009f\u2028\u2029]/g;

/** A value as one line of JSON, for whatever its reader takes for the end of a line. */
export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value).replace(
    breaks,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${json}\n`;
}
