import { listOperations } from '#lib/contract/operations';

/** Addresses below `/api` that are no operations */
const others = [
  'GET /api/health/live',
  'GET /api/health/ready',
  'GET /api/busy',
  'GET /api/openapi.json',
  'GET /api/auth/link',
  'GET /api/auth/entra',
  'GET /api/auth/callback',
  'POST /api/auth/sign-out',
  'GET /api/auth/microsoft-sign-out',
  'GET /api/auth/sandbox/authorize',
  'POST /api/auth/sandbox/authorize',
  'GET /api/auth/sandbox/logout',
];

interface Address {
  pattern: RegExp;
  methods: string[];
}

let known: { plain: Map<string, string[]>; named: Address[] } | undefined;

/** Methods that an address of the API takes; null: there is no such address, or it is written in another way. */
export function allowedMethods(path: string): readonly string[] | null {
  known ??= makeKnown();
  const spelled = path.includes('%') ? plainly(path) : path;
  return (
    known.plain.get(spelled) ?? known.named.find(({ pattern }) => pattern.test(spelled))?.methods ?? null
  );
}

/** HEAD is answered by GET, and OPTIONS everywhere. */
function makeKnown() {
  const plain = new Map<string, string[]>();
  for (const name of [...listOperations().map((one) => one.name), ...others]) {
    const [method = '', path = ''] = name.split(' ');
    const methods = plain.get(path) ?? ['OPTIONS'];
    methods.unshift(...(method === 'GET' ? ['GET', 'HEAD'] : [method]));
    plain.set(path, methods);
  }
  const named = [...plain].flatMap(([path, methods]) => {
    if (!path.includes('{')) return [];
    return [{ pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), methods }];
  });
  return { plain, named };
}

/** Throws nothing: what cannot be decoded was refused before. */
function plainly(path: string): string {
  const segments = path.split('/').map((segment) => decodeURIComponent(segment).replaceAll('/', '%2F'));
  return segments.join('/');
}
