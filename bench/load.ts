import { Pool } from 'undici';

export interface Load {
  answers: number;
  /** Answers a second */
  rate: number;
  /** In ms */
  p50: number;
  p95: number;
}

/** Asks again and again over `connections`, for a while; throws where anything but 200 comes back. */
export async function load(
  origin: string,
  paths: readonly string[],
  options: { connections: number; ms: number; headers?: Record<string, string> },
): Promise<Load> {
  const { connections, ms, headers = {} } = options;
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const times: number[] = [];
  const start = performance.now();
  let asked = 0;
  const worker = async () => {
    while (performance.now() - start < ms) {
      const path = paths[asked++ % paths.length] ?? '';
      const sent = performance.now();
      const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
      await body.arrayBuffer();
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - start) / 1000;
  await pool.close();
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { answers: times.length, rate: times.length / seconds, p50: at(0.5), p95: at(0.95) };
}
