import type { SourceFile } from './read-sources.ts';

/** Groups of files that lead back to each other by their imports, each once; `import type` counts. Tarjan's algorithm. */
export function findCircles(sources: readonly SourceFile[]): string[][] {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  function visit(path: string): number {
    const place = order.size;
    order.set(path, place);
    open.push(path);
    let low = place;
    for (const target of importsOf.get(path) ?? []) {
      if (!importsOf.has(target)) continue;
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (open.includes(target)) low = Math.min(low, lowest.get(target) ?? order.get(target) ?? low);
    }
    lowest.set(path, low);
    if (low === place) {
      const group = open.splice(open.indexOf(path));
      if (group.length > 1) circles.push(group);
    }
    return low;
  }

  for (const path of importsOf.keys()) if (!order.has(path)) visit(path);
  return circles;
}
