import { AsyncLocalStorage } from 'node:async_hooks';
import { processSingleton } from '#lib/process-singletons';

type Attributes = Record<string, string | number>;

/** A stretch of work that a trace shows. Its attributes name no device and no person, and quote nothing that others wrote. */
export interface Span {
  /** By which other work finds it, as W3C Trace Context writes it; null: it is not recorded */
  readonly traceparent: string | null;
  set(attributes: Attributes): void;
  /** `code`: of ours or Microsoft's, never a message */
  fail(code: string): void;
  end(): void;
}

export interface SpanStart {
  kind: 'server' | 'client' | 'internal';
  /** The first is its parent, the others are linked; none: the span that this work is a part of */
  parents: readonly string[];
  attributes: Attributes;
}

export type StartSpan = (name: string, start: SpanStart) => Span;

const shared = processSingleton('tracing', () => ({
  start: null as StartSpan | null,
  current: new AsyncLocalStorage<Span>(),
}));

/** Called as a process starts that is to be traced; null: no longer. Without it nothing is recorded, and no package is loaded. */
export function provideTracing(start: StartSpan | null): void {
  shared.start = start;
}

export function isTracing(): boolean {
  return shared.start !== null;
}

/** Of the work that is going on; null: it is not recorded. */
export function currentTrace(): string | null {
  return shared.current.getStore()?.traceparent ?? null;
}

const none: Span = { traceparent: null, set: () => undefined, fail: () => undefined, end: () => undefined };

/** Does work within a span of its own. Where nothing is traced this costs no more than the call. */
export function traced<T>(
  name: string,
  start: Partial<SpanStart>,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  if (shared.start === null) return work(none);
  const { kind = 'internal', attributes = {}, parents = [] } = start;
  const current = currentTrace();
  const given = parents.length === 0 && current !== null ? [current] : parents;
  const span = shared.start(name, { kind, attributes, parents: given });
  return shared.current.run(span, async () => {
    try {
      return await work(span);
    } catch (error) {
      span.fail(error instanceof Error ? error.name : 'unknown');
      throw error;
    } finally {
      span.end();
    }
  });
}
