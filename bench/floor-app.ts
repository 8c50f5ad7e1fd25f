import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runStep } from '#lib/run/supervisor/run-step';
import { childEnv } from '../lib/env.ts';
import { projectRoot } from '../lib/paths.ts';
import type { Markup } from './markup.ts';
import { type NextProcess, startNext } from './next-process.ts';

export interface FloorConstants {
  list: unknown;
  one: unknown;
  /** Of the page to make: its size, and what it consists of */
  htmlBytes: number;
  markup: Markup;
}

/** The floor of the console: a Next app of the same version that returns constants. Never part of the product. */
export async function startFloorApp(constants: FloorConstants): Promise<NextProcess> {
  const parent = join(projectRoot, '.data');
  await mkdir(parent, { recursive: true });
  const dir = await mkdtemp(join(parent, 'bench-floor-'));
  const files: Record<string, string> = {
    'package.json': '{ "private": true, "type": "module" }',
    'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(projectRoot)} }, typescript: { ignoreBuildErrors: true } };`,
    'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
    'app/list/route.js': routeOf(constants.list),
    'app/one/route.js': routeOf(constants.one),
    'app/markup/markup.json': JSON.stringify(constants.markup),
    'app/markup/page.jsx': markupPage,
    'app/page/page.jsx': `export const dynamic = 'force-dynamic';
      const lines = Array.from({ length: ${linesOf(constants.htmlBytes)} }, (_, index) => String(index).padEnd(100, 'x'));
      export default () => <main>{lines.map((line, index) => <p key={index}>{line}</p>)}</main>;`,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(dir, path, '..'), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  const program = join(projectRoot, 'node_modules/next/dist/bin/next');
  const env = childEnv({ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
  const { code, output } = await runStep([process.execPath, program, 'build'], { env, cwd: dir });
  if (code !== 0) throw new Error(`The floor could not be built: ${output}`);
  const app = await startNext(dir, {}, '/list');
  return {
    ...app,
    stop: async () => {
      await app.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The same elements with the same attributes, but for styles, which React wants taken apart. Made once. */
const markupPage = `import { createElement } from 'react';
  import markup from './markup.json';
  export const dynamic = 'force-dynamic';
  const plain = ({ style, ...attributes }) =>
    Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value === '' ? true : value]));
  const make = (one, key) => typeof one === 'string' ? one : createElement(one[0], { ...plain(one[1]), key }, ...one[2].map(make));
  const page = <main>{markup[2].map(make)}</main>;
  export default () => page;`;

/** Each is in the HTML twice, as markup and as React's data; the shell of an empty page comes on top. */
function linesOf(htmlBytes: number): number {
  return Math.max(1, Math.round((htmlBytes - 6000) / 250));
}

function routeOf(answer: unknown): string {
  return `export const dynamic = 'force-dynamic';
    const answer = ${JSON.stringify(answer)};
    export const GET = () => Response.json(answer);`;
}
