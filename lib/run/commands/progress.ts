import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on the console; nothing where the output is not a terminal. */
export function startProgress(total: number) {
  const format = '{bar} {percentage}% | {value}/{total} check-ins | {eta_formatted} left';
  const bar = new SingleBar({ format, noTTYOutput: false, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0);
  return {
    advance: (by: number) => bar.increment(by),
    stop: () => bar.stop(),
  };
}
