import { chunk } from 'es-toolkit';
import type { Engine } from './engine.ts';

interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/**
 * Does for several messages at once what each of them needs, with fewer statements: those that ask while a round is under way
 * share the next one, and nobody waits longer than for that. `work` has a result for each item, in their order. Where it fails
 * for several, each is done alone: what is wrong with one holds up no other.
 */
export function gather<T, R>(
  work: (engine: Engine, items: readonly T[]) => Promise<readonly R[]>,
  most: number,
): (engine: Engine, item: T) => Promise<R> {
  const lines = new WeakMap<Engine, { waiting: Waiting<T, R>[]; isAtWork: boolean }>();
  const lineOf = (engine: Engine) => {
    const line = lines.get(engine) ?? { waiting: [], isAtWork: false };
    lines.set(engine, line);
    return line;
  };
  const together = async (engine: Engine, some: readonly Waiting<T, R>[]): Promise<void> => {
    try {
      const items = some.map(({ item }) => item);
      const results = await work(engine, items);
      for (const [index, { resolve }] of some.entries()) resolve(results[index] as R);
    } catch (error) {
      if (some.length === 1) some[0]?.reject(error);
      else for (const one of some) await together(engine, [one]);
    }
  };
  const workOff = async (engine: Engine): Promise<void> => {
    const line = lineOf(engine);
    line.isAtWork = true;
    // Jobs that start at the same moment share the first round too.
    await null;
    while (line.waiting.length > 0) {
      for (const some of chunk(line.waiting.splice(0), most)) await together(engine, some);
    }
    line.isAtWork = false;
  };
  return (engine, item) =>
    new Promise((resolve, reject) => {
      const line = lineOf(engine);
      line.waiting.push({ item, resolve, reject });
      if (!line.isAtWork) workOff(engine);
    });
}
