import { shownText } from '#lib/domain/text/shown-text';

/** A name from outside. Isolates its writing direction and shows control characters. */
export function GivenText({ text }: { text: string }) {
  return <bdi>{shownText(text)}</bdi>;
}
