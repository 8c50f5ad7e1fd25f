import { expect, test } from 'vitest';
import { SharedReads } from './shared-reads.ts';

/** Reads that end when they are told to, and say how many began before. */
function heldReads() {
  const held: PromiseWithResolvers<number>[] = [];
  const read = () => {
    const one = Promise.withResolvers<number>();
    held.push(one);
    return one.promise;
  };
  const end = (place: number) => held[place]?.resolve(place);
  return { read, end, held };
}

test('a question that comes during a read gets the next one, shared with all who wait', async () => {
  const shared = new SharedReads();
  const { read, end, held } = heldReads();
  const first = shared.read('list', read);
  const others = [shared.read('list', read), shared.read('list', read)];
  expect(held).toHaveLength(1);
  end(0);
  expect(await first).toBe(0);
  await expect.poll(() => held.length).toBe(2);
  const late = shared.read('list', read);
  end(1);
  expect(await Promise.all(others)).toEqual([1, 1]);
  await expect.poll(() => held.length).toBe(3);
  end(2);
  expect(await late).toBe(2);
});

test('different questions do not wait for each other', async () => {
  const shared = new SharedReads();
  const { read, end, held } = heldReads();
  const one = shared.read('one', read);
  const other = shared.read('other', read);
  expect(held).toHaveLength(2);
  end(1);
  expect(await other).toBe(1);
  end(0);
  expect(await one).toBe(0);
});

test('a read that fails fails for those who wait for it, and for nobody after', async () => {
  const shared = new SharedReads();
  const { read, end, held } = heldReads();
  const first = shared.read('list', read);
  const next = shared.read('list', read);
  held[0]?.reject(new Error('the database is away'));
  await expect(first).rejects.toThrow('away');
  await expect.poll(() => held.length).toBe(2);
  end(1);
  expect(await next).toBe(1);
  const after = shared.read('list', read);
  end(2);
  expect(await after).toBe(2);
});
