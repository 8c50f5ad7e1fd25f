import { expect } from '@playwright/test';

/** The API of a product, with all rights. */
export async function call(
  own: { url: string; apiKey: string },
  method: string,
  path: string,
  body?: object,
) {
  const answer = await fetch(`${own.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${own.apiKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return answer.json();
}
