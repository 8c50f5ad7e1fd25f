import fc from 'fast-check';
import { hostileValue } from './hostile-values.ts';

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

type Change =
  | { kind: 'replace'; value: unknown }
  | { kind: 'remove' }
  | { kind: 'add'; key: string; value: unknown };

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: hostileValue.map((value): Change => ({ kind: 'replace', value })) },
  { weight: 1, arbitrary: fc.constant<Change>({ kind: 'remove' }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('more', '__proto__', 'constructor', 'id', '', 'a.b', 'toString', '\u0000', '\ud800'),
        hostileValue,
      )
      .map(([key, value]): Change => ({ kind: 'add', key, value })),
  },
);

/** A valid value with one thing changed somewhere inside it. */
export function nearValid(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(values, fc.nat(), change).map(([value, place, what]) => {
    const copy: unknown = structuredClone(value);
    const places = placesOf(copy);
    const found = places[place % (places.length + 1)];
    if (found === undefined) return what.kind === 'replace' ? what.value : copy;
    apply(found, what);
    return copy;
  });
}

interface Place {
  container: Container;
  key: string;
}

function placesOf(value: unknown): Place[] {
  if (!isContainer(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ container: value, key }, ...placesOf(inner)]);
}

function apply({ container, key }: Place, what: Change): void {
  const target = container as Record<string, unknown>;
  if (what.kind === 'replace') target[key] = what.value;
  else if (what.kind === 'add') define(target, what.key, what.value);
  else if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete target[key];
}

/** `__proto__` as a key of its own, as JSON has it. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
