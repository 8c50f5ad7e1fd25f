/** So many names are told apart; the others share one. */
export const mostNames = 200;
export const otherNames = '(others)';

/** Names that admins gave, as values of a label: bounded, whatever is named, so that nothing can flood a monitoring system. */
export class BoundedNames {
  readonly #most: number;
  readonly #known = new Set<string>();

  constructor(most = mostNames) {
    this.#most = most;
  }

  of(name: string): string {
    if (this.#known.has(name)) return name;
    if (this.#known.size >= this.#most) return otherNames;
    this.#known.add(name);
    return name;
  }
}
