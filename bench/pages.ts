import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { findChromium } from '#lib/run/commands/find-chromium';
import { runStep } from '#lib/run/supervisor/run-step';
import { childEnv } from '../lib/env.ts';
import { type Figure, median, plainFigure } from './measure.ts';

/** Installed for the time of the benchmark: too large to come with every checkout. */
const lighthouse = 'lighthouse@13.5.0';
const rounds = 3;

interface Site {
  url: string;
  /** `name=value` of a session */
  cookie: string;
}

/** What pages weigh and how Lighthouse (desktop) judges them; the web process must be running. */
export async function benchPages(site: Site, paths: Record<string, string>): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, path] of Object.entries(paths)) {
    const bytes = await scriptBytes(site, path);
    figures.push(plainFigure(`JavaScript of ${name}, gzip`, `${Math.round(bytes / 1024)} KB`));
    const scores = await lighthouseScores(site, path);
    figures.push(plainFigure(`Lighthouse of ${name}: performance, accessibility`, scores.join(', ')));
  }
  return figures;
}

/** Of all scripts that the page's HTML names, but the one for browsers without modules. */
async function scriptBytes({ url, cookie }: Site, path: string): Promise<number> {
  const html = await (await fetch(url + path, { headers: { cookie } })).text();
  const tags = html.match(/<script[^>]+src="[^"]+"[^>]*>/g) ?? [];
  const named = tags
    .filter((tag) => !/nomodule/i.test(tag))
    .map((tag) => /src="([^"]+)"/.exec(tag)?.[1] ?? '');
  const scripts = await Promise.all(
    [...new Set(named)].map(async (source) => (await fetch(new URL(source, url))).arrayBuffer()),
  );
  return scripts.reduce((sum, script) => sum + gzipSync(Buffer.from(script)).byteLength, 0);
}

const result = z.object({
  categories: z.object({
    performance: z.object({ score: z.number() }),
    accessibility: z.object({ score: z.number() }),
  }),
});

async function lighthouseScores({ url, cookie }: Site, path: string): Promise<[number, number]> {
  const folder = await mkdtemp(join(tmpdir(), 'tenko-lighthouse-'));
  try {
    const headers = join(folder, 'headers.json');
    await writeFile(headers, JSON.stringify({ cookie }));
    const output = join(folder, 'result.json');
    const chromium = await findChromium(AbortSignal.timeout(600_000));
    const scores: [number, number][] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { code, output: said } = await runStep(
        [
          'npm',
          'exec',
          '--yes',
          `--package=${lighthouse}`,
          '--',
          'lighthouse',
          url + path,
          '--preset=desktop',
          '--only-categories=performance,accessibility',
          '--quiet',
          `--extra-headers=${headers}`,
          '--output=json',
          `--output-path=${output}`,
          '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking',
        ],
        { env: childEnv({ CHROME_PATH: chromium ?? '' }), cwd: folder, signal: AbortSignal.timeout(300_000) },
      );
      if (code !== 0) throw new Error(`Lighthouse failed: ${said}`);
      const { categories } = result.parse(JSON.parse(await readFile(output, 'utf8')));
      scores.push([categories.performance.score * 100, categories.accessibility.score * 100]);
    }
    return [median(scores.map(([speed]) => speed)), median(scores.map(([, access]) => access))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
