import { expect, test } from 'vitest';
import { fixText, userFixes } from './fix-text.ts';

const en = { title: 'Update iOS', text: 'Settings\nSoftware Update' };
const ja = { title: 'iOS の更新', text: '設定' };

test('a fix is given in the language asked for, else in English, else in any', () => {
  expect(fixText({ en, ja }, 'ja')).toEqual({ locale: 'ja', ...ja });
  expect(fixText({ en, ja }, 'de')).toEqual({ locale: 'en', ...en });
  expect(fixText({ ja }, 'de')).toEqual({ locale: 'ja', ...ja });
  expect(fixText({}, 'de')).toBeNull();
});

test('users get each fix once, and hear whether there is more to do', () => {
  const text = 'Update iOS\n   Settings\n   Software Update';
  expect(userFixes([{ fix: { en } }, { fix: { en } }], 'fi')).toEqual({ fixes: [text], others: false });
  expect(userFixes([{ fix: { en } }, { fix: {} }], 'fi')).toEqual({ fixes: [text], others: true });
  expect(userFixes([{ fix: {} }], 'fi')).toEqual({ fixes: [], others: true });
});
