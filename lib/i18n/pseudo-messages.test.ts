import { expect, test } from 'vitest';
import { pseudoMessages } from './pseudo-messages.ts';

test('letters are foreign and texts longer, while arguments, plurals and tags stay', () => {
  const { list } = pseudoMessages({
    list: {
      plain: 'Report now',
      total: '{count, plural, one {# device} other {# devices}}',
      rich: 'Since <ago></ago>, by {name}',
    },
  });
  expect(list.plain).toBe('⟦Ŕèpòŕţ ñòŵ~~~~⟧');
  expect(list.total).toBe('⟦{count,plural,one{# ðèvìçè~~} other{# ðèvìçèš~~~}}⟧');
  expect(list.rich).toContain('<ago></ago>');
  expect(list.rich).toContain('{name}');
});
