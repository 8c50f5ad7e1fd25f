import { longest } from './house-rules.ts';
import { countLines, type SourceFile } from './read-sources.ts';

interface House {
  /** All sources: one that a test imports by itself is worth a file */
  sources: readonly SourceFile[];
  product: readonly SourceFile[];
  /** The folder whose files may import the same; files of others cannot be joined */
  homeOf: (path: string) => string;
}

/** Each with its own file for a reason: a route or page is its address, a contract its subject. */
const exempt = /^(app|lib\/contract)\//;

/** Small files that only one other file imports, though they could be a part of it. */
export function findCrumbs({ sources, product, homeOf }: House): string[] {
  return product.flatMap((file) => {
    const lines = countLines(file.text);
    if (lines >= longest.crumb || exempt.test(file.path)) return [];
    const [importer, ...others] = sources.filter(({ imports }) => imports.includes(file.path));
    if (importer === undefined || others.length > 0 || !product.includes(importer)) return [];
    const canJoin =
      homeOf(importer.path) === homeOf(file.path) &&
      countLines(importer.text) + lines <= longest.file &&
      !importer.loads.includes(file.path) &&
      (isClient(importer) || !isClient(file));
    return canJoin ? [`join ${file.path} (${lines} lines) to ${importer.path}: nothing else imports it`] : [];
  });
}

function isClient({ text }: SourceFile): boolean {
  return text.startsWith("'use client'");
}
