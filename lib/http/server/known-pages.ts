import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Tells of a path whether there is a page of it: by the folders of `app`, as Next does. */
export function knownPages(root: string): (path: string) => boolean {
  const patterns = globSync('**/page.tsx', { cwd: join(root, 'app') }).map(patternOf);
  return (path) => {
    const plain = decodeURIComponent(path).replace(/(?<=.)\/$/, '');
    return patterns.some((pattern) => pattern.test(plain));
  };
}

function patternOf(file: string): RegExp {
  const segments = dirname(file)
    .split('/')
    .filter((segment) => segment !== '.' && !segment.startsWith('('))
    .map((segment) => (segment.startsWith('[') ? (segment.includes('...') ? '.+' : '[^/]+') : segment));
  return new RegExp(`^/${segments.join('/')}$`);
}
