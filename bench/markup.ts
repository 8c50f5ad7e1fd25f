import { chromium } from '@playwright/test';
import { findChromium } from '#lib/run/commands/find-chromium';

/** Text, or an element's name, attributes and children */
export type Markup = string | [name: string, attributes: Record<string, string>, children: Markup[]];

/** What the body of a page consists of, its scripts left out. */
export async function readMarkup(html: string): Promise<Markup> {
  const executablePath = await findChromium(AbortSignal.timeout(600_000));
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-background-networking'],
    ...(executablePath !== null && { executablePath }),
  });
  try {
    const page = await browser.newPage();
    return await page.evaluate(readBody, html);
  } finally {
    await browser.close();
  }
}

/** Runs in the browser. */
function readBody(html: string): Markup {
  const read = (node: Node): Markup[] => {
    if (node instanceof Text) return [node.data];
    if (!(node instanceof Element) || node.matches('script, template')) return [];
    const attributes = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
    return [[node.localName, attributes, [...node.childNodes].flatMap(read)]];
  };
  return read(new DOMParser().parseFromString(html, 'text/html').body)[0] ?? '';
}
