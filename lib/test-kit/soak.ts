/** Set by `npm run test:soak`: the same tests, for longer. */
export const isSoak = process.env.TENKO_SOAK === '1';

/** How often, or how long: `usual` in every run, `soak` in a soak run. */
export function rounds(usual: number, soak: number): number {
  return isSoak ? soak : usual;
}
