import { expect, test, vi } from 'vitest';
import { SchemaMisfit } from '../migrations/schema-fit.ts';
import { untilUsable } from './until-usable.ts';
import { UnusableDatabase } from './unusable-database.ts';

test('a failed attempt is reported once and repeated, such as a connection that is dropped', async () => {
  const error = vi.fn();
  let attempts = 0;
  const dropped = new Error('Connection terminated unexpectedly');
  await untilUsable(
    async () => {
      attempts += 1;
      if (attempts < 3) throw dropped;
    },
    { error },
  );
  expect(attempts).toBe(3);
  expect(error).toHaveBeenCalledOnce();
});

test.each([new UnusableDatabase('is behind a pooler'), new SchemaMisfit('is newer')])(
  'what no waiting ends is thrown: %s',
  async (misfit) => {
    const error = vi.fn();
    await expect(untilUsable(() => Promise.reject(misfit), { error })).rejects.toBe(misfit);
    expect(error).not.toHaveBeenCalled();
  },
);
