import type { Log } from '../../log.ts';

/**
 * SIGUSR2 switches to `debug` and back, while the process runs. (Node itself takes SIGUSR1.) A log that writes as much
 * anyway stays as it is.
 */
export function switchDebugOnSignal(log: Log): void {
  const configured = log.level;
  if (log.isLevelEnabled('debug')) {
    process.on('SIGUSR2', () => undefined);
    return;
  }
  process.on('SIGUSR2', () => {
    const next = log.level === configured ? 'debug' : configured;
    // The change itself is always written.
    log.level = 'debug';
    log.info({ event: 'log_level.changed', logLevel: next }, 'the log level was changed by a signal');
    log.level = next;
  });
}
