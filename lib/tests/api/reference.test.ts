import { describe, expect, it } from 'vitest';
import { referenceIndex, referenceOf } from '#lib/contract/api-reference';
import { openApiDocument } from '#lib/contract/openapi';
import { listOperations } from '#lib/contract/operations';

const all = referenceIndex().flatMap(({ name }) => referenceOf(name) ?? []);

describe('the reference of the API', () => {
  it('has every operation once, each with its own place on its page', () => {
    const declared = listOperations().map(({ method, path }) => `${method} ${path}`);
    expect(all.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(declared.toSorted());
    for (const { name } of referenceIndex()) {
      const ids = referenceOf(name)?.map(({ id }) => id) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('has examples that the operations accept', () => {
    for (const { name, body, documentedBody } of listOperations()) {
      const schema = documentedBody ?? body;
      if (schema === undefined) continue;
      const shown = all.find(({ method, path }) => `${method} ${path}` === name)?.body?.example;
      expect([name, schema.safeParse(shown).error?.issues ?? []]).toEqual([name, []]);
      // In the call for a shell it stands between single quotes.
      expect(JSON.stringify(shown)).not.toContain("'");
    }
  });

  it('shows the same examples in the document', () => {
    const document = JSON.stringify(openApiDocument());
    for (const { body } of all) {
      if (body?.example) expect(document).toContain(JSON.stringify(body.example));
    }
  });

  it('names each field with its type, its values, and whether it is required', () => {
    const fields = referenceOf('check-ins')?.[0]?.body?.fields ?? [];
    expect(fields.find(({ name }) => name === 'checkIns[].device.os')).toMatchObject({
      type: 'string',
      required: true,
      values: expect.arrayContaining(['ios', 'windows']),
    });
    expect(fields.find(({ name }) => name === 'checkIns[].externalId')?.type).toBe('string, 1–200');
    expect(fields.find(({ name }) => name === 'checkIns[].user.principalName')).toMatchObject({
      type: 'string, ≤ 320 | null',
      required: false,
    });
  });

  it('ends where rules contain rules', () => {
    const names = referenceOf('policies')?.[1]?.body?.fields.map(({ name }) => name) ?? [];
    expect(names).toContain('rule.all');
    expect(names.length).toBeLessThan(80);
  });
});
