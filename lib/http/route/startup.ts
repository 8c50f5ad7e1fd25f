import { processSingleton } from '#lib/process-singletons';

/** What a start promises that is not there yet: until it is, this process does not say that it is ready. */
const missing = processSingleton('startup', () => new Set<string>());

export function promise(what: string): void {
  missing.add(what);
}

export function keep(what: string): void {
  missing.delete(what);
}

export function unkept(): string[] {
  return [...missing];
}
