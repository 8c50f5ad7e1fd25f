import type { Problem } from '#lib/contract/primitives';
import type { ImportAnswer, ImportQuery } from '#lib/contract/sources/import';
import { pathOf, RequestFailed } from '../call.ts';

interface Upload {
  file: Blob;
  format: 'csv' | 'ndjson';
  query: ImportQuery;
  signal: AbortSignal;
  /** From 0 to 1: how much of the file has been sent */
  onProgress: (share: number) => void;
}

const media = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** Sends a file to be imported. `fetch` does not say how much it has sent. Throws RequestFailed. */
export function uploadFile({ file, format, query, signal, onProgress }: Upload): Promise<ImportAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', pathOf('POST /api/v1/imports', { query }));
    request.setRequestHeader('content-type', media[format]);
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      const answer: ImportAnswer | Problem | null = request.response;
      if (request.status === 200 && answer !== null && 'read' in answer) resolve(answer);
      else reject(new RequestFailed(answer as Problem | null));
    };
    request.onerror = () => reject(new RequestFailed(null));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
