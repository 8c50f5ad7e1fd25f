import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js';

/** Not a language: English in foreign letters and longer, to see what is not translated and what does not fit. */
export const pseudoLocale = 'en-XA';

const plain = 'AaBbCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz';
const foreign = 'ÀàßƀÇçÐðÈèĜĝĤĥÌìĶķĻļÑñÒòŔŕŠšŢţÛûŴŵÝýŽž';
/** As much longer as the longest of our languages get */
const growth = 0.4;

export interface MessageTree {
  [key: string]: string | MessageTree;
}

/** Messages in the pseudo language: each in brackets, with foreign letters, and 40 % longer. Arguments and tags stay. */
export function pseudoMessages<T extends object>(messages: T): T {
  const tree = messages as unknown as MessageTree;
  return mapMessages(tree, (text) => `⟦${printAST(parse(text).map(disguised))}⟧`) as unknown as T;
}

/** The same tree with each of its messages changed. */
export function mapMessages(tree: MessageTree, change: (text: string) => unknown): object {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? change(value) : mapMessages(value, change),
    ]),
  );
}

function disguised(element: MessageFormatElement): MessageFormatElement {
  switch (element.type) {
    case TYPE.literal:
      return { ...element, value: longer(element.value) };
    case TYPE.tag:
      return { ...element, children: element.children.map(disguised) };
    case TYPE.select:
    case TYPE.plural: {
      const options = Object.entries(element.options).map(([name, option]) => [
        name,
        { ...option, value: option.value.map(disguised) },
      ]);
      return { ...element, options: Object.fromEntries(options) };
    }
    default:
      return element;
  }
}

function longer(text: string): string {
  const letters = [...text].map((letter) => foreign[plain.indexOf(letter)] ?? letter).join('');
  return letters + '~'.repeat(Math.round(text.trim().length * growth));
}
