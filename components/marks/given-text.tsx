import { shownText } from '#lib/domain/text/shown-text';

/** A name that others gave: the direction of its letters, and what controls it, end where it ends. */
export function GivenText({ text }: { text: string }) {
  return <bdi>{shownText(text)}</bdi>;
}
