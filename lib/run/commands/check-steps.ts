import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { runStep, type StepResult } from '#lib/run/supervisor/run-step';
import { findChromium } from './find-chromium.ts';

export interface StepCount {
  passed: number;
  failed: number;
  /** What the line about the step says in brackets */
  note?: string;
  /** Each failed test in a line: repeated at the end of the run, below the output of the other steps */
  failures?: readonly string[];
}

/** A program of a package, as a path below node_modules, and its arguments. */
export function runTool(
  [program = '', ...args]: readonly string[],
  signal: AbortSignal,
  { env = {}, shown = false } = {},
): Promise<StepResult> {
  const command = [process.execPath, join(projectRoot, 'node_modules', program), ...args];
  return runStep(command, {
    env: childEnv({ NEXT_TELEMETRY_DISABLED: '1', ...env }),
    cwd: projectRoot,
    signal,
    shown,
  });
}

/** Counts as one: it passes, or its output is shown. */
export async function runStaticStep(command: readonly string[], signal: AbortSignal): Promise<StepCount> {
  const { code, output } = await runTool(command, signal);
  if (code === 0) return { passed: 1, failed: 0 };
  console.error(output);
  return { passed: 0, failed: 1 };
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** `dir`: for the report and for temporary files, so that nothing is left of tests that were cut off. */
export async function runUnitTests(dir: string, signal: AbortSignal): Promise<StepCount> {
  const file = join(dir, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const env = { TMPDIR: dir };
  const result = await runTool(['vitest/vitest.mjs', 'run', ...reporters], signal, { env });
  const report = vitestReport.safeParse(await readJson(file));
  const { numPassedTests, numFailedTests, testResults } = report.data ?? {
    numPassedTests: 0,
    numFailedTests: 0,
    testResults: [],
  };
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => {
        const [reason = ''] = failureMessages?.[0]?.split('\n') ?? [];
        return `${relative(projectRoot, name)}: ${fullName}: ${reason}`;
      }),
  );
  return { ...counted(result, numPassedTests, numFailedTests), failures };
}

/** Playwright with our configuration and a Chromium of this machine. */
export async function runJourneys(
  args: readonly string[],
  signal: AbortSignal,
  { env = {}, shown = false } = {},
): Promise<StepResult> {
  const chromium = await findChromium(signal);
  return runTool(
    ['@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts', ...args],
    signal,
    { env: { TENKO_E2E_CHROMIUM: chromium ?? '', ...env }, shown },
  );
}

const suite = z.object({
  specs: z.array(z.object({ file: z.string(), title: z.string(), ok: z.boolean() })),
  get suites() {
    return z.array(suite).optional();
  },
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number() }),
  suites: z.array(suite),
});

/** `dir`: as for `runUnitTests`. */
export async function runBrowserTests(dir: string, signal: AbortSignal): Promise<StepCount> {
  const file = join(dir, 'playwright.json');
  const result = await runJourneys(['--reporter=line,json'], signal, {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, TMPDIR: dir },
  });
  const report = playwrightReport.safeParse(await readJson(file));
  const { stats, suites } = report.data ?? { stats: { expected: 0, unexpected: 0 }, suites: [] };
  const failures = suites.flatMap(specsOf).filter(({ ok }) => !ok);
  return {
    ...counted(result, stats.expected, stats.unexpected),
    failures: failures.map(({ file, title }) => `e2e/${file}: ${title}`),
  };
}

function specsOf({ specs, suites = [] }: z.infer<typeof suite>): z.infer<typeof suite>['specs'] {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** A runner can fail although each of its tests passed: that counts as one failure. */
function counted({ code, output }: StepResult, passed: number, failed: number): StepCount {
  if (code !== 0 || failed > 0 || passed === 0) console.error(output);
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

async function readJson(file: string): Promise<unknown> {
  return readFile(file, 'utf8').then(JSON.parse, () => null);
}
