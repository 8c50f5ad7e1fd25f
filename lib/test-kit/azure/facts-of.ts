import { expect } from 'vitest';
import { AzureError, type AzureErrorFacts } from '#lib/domain/azure/azure-gateway';

/** The facts of the AzureError that a call must end with. */
export async function factsOf(work: Promise<unknown>): Promise<AzureErrorFacts> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AzureError);
  return (error as AzureError).facts;
}
