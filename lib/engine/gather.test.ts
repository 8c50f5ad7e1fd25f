import { expect, test } from 'vitest';
import type { Engine } from './engine.ts';
import { gather } from './gather.ts';

const engine = {} as Engine;

/** Rounds that last until they are let go on. */
function heldRounds(most: number, fail: (items: readonly number[]) => boolean = () => false) {
  const rounds: { items: readonly number[]; goOn: () => void }[] = [];
  const double = gather<number, number>(async (_, items) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    rounds.push({ items, goOn: resolve });
    await promise;
    if (fail(items)) throw new Error(`failed with ${items.join(', ')}`);
    return items.map((item) => 2 * item);
  }, most);
  const goOn = async (): Promise<readonly number[]> => {
    await new Promise(setImmediate);
    const round = rounds.shift();
    round?.goOn();
    return round?.items ?? [];
  };
  return { double, goOn };
}

test('those who ask at the same moment share a round, and those who come meanwhile the next', async () => {
  const { double, goOn } = heldRounds(3);
  const first = [1, 2].map((item) => double(engine, item));
  await new Promise(setImmediate);
  const later = [3, 4, 5, 6].map((item) => double(engine, item));
  expect([await goOn(), await goOn(), await goOn()]).toEqual([[1, 2], [3, 4, 5], [6]]);
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10, 12]);
  const last = double(engine, 7);
  expect(await goOn()).toEqual([7]);
  expect(await last).toBe(14);
});

test('where a round fails, each is done alone, and only what fails alone fails', async () => {
  const { double, goOn } = heldRounds(10, (items) => items.includes(2));
  const asked = Promise.allSettled([1, 2, 3].map((item) => double(engine, item)));
  expect([await goOn(), await goOn(), await goOn(), await goOn()]).toEqual([[1, 2, 3], [1], [2], [3]]);
  expect(await asked).toMatchObject([
    { status: 'fulfilled', value: 2 },
    { status: 'rejected', reason: new Error('failed with 2') },
    { status: 'fulfilled', value: 6 },
  ]);
});

test('each engine has rounds of its own', async () => {
  const { double, goOn } = heldRounds(10);
  const other = {} as Engine;
  const asked = [double(engine, 1), double(other, 2)];
  expect([await goOn(), await goOn()]).toEqual([[1], [2]]);
  expect(await Promise.all(asked)).toEqual([2, 4]);
});
