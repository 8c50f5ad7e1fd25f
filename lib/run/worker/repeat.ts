import type { Log } from '#lib/log';

export interface RepeatedTask {
  /** Waits for the round that is under way */
  stop(): Promise<void>;
}

/**
 * Runs a task again and again with a pause, without one where it says that there is more to do.
 * A failure is logged, once until it passes, and tried again after a longer pause.
 */
export function repeat(name: string, pauseMs: number, log: Log, task: () => Promise<boolean>): RepeatedTask {
  let stopped = false;
  let failing = false;
  let wake = () => {};

  const round = async (): Promise<number> => {
    try {
      const more = await task();
      if (failing) log.info({ event: 'task.recovered', task: name }, 'the task works again');
      failing = false;
      return more ? 0 : pauseMs;
    } catch (error) {
      if (!failing)
        log.error(
          { event: 'task.failed', err: error, task: name },
          'the task failed; Tenko retries it until it works',
        );
      failing = true;
      return Math.max(pauseMs, 2000);
    }
  };
  const loop = async () => {
    while (!stopped) {
      const pause = await round();
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const done = loop();
  return {
    stop: () => {
      stopped = true;
      wake();
      return done;
    },
  };
}
