import { QueryClient } from '@tanstack/react-query';
import { RequestFailed } from './call.ts';

const retries = 2;

/** One for the browser; a new one for each request on the server. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        refetchIntervalInBackground: false,
        retry: (count, error) => {
          const refused = error instanceof RequestFailed && (error.problem?.status ?? 500) < 500;
          return typeof window !== 'undefined' && !refused && count < retries;
        },
      },
    },
  });
}
