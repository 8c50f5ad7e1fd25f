'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { type ColumnUse, sentName } from '#lib/client/imports/import-columns';
import type { FileHead } from '#lib/client/imports/read-head';

/** The first rows of a file, with the columns that are sent. `uses`: null where the names of the file are sent. */
export function SampleRows({ head, uses }: { head: FileHead; uses: readonly ColumnUse[] | null }) {
  const t = useTranslations('imports');
  const sent = head.columns
    .map((column, index) => ({
      index,
      name: uses === null ? column : sentName(column, uses[index] ?? 'ignore'),
    }))
    .filter(({ name }) => name !== '');
  if (head.rows.length === 0) return <p className="p-4 text-muted">{t('noRows')}</p>;
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto"
    >
      {head.format === 'ndjson' ? (
        <ol className="px-4 py-2 font-mono text-sm">
          {head.rows.map(([line = ''], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other key, and never move
            <li key={index} className="wrap-anywhere py-0.5">
              <GivenText text={line} />
            </li>
          ))}
        </ol>
      ) : (
        <table className="min-w-full text-sm">
          <thead>
            <tr>
              {sent.map(({ index, name }) => (
                <th key={index} scope="col" className="whitespace-nowrap px-3 py-1.5 text-start">
                  <GivenText text={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {head.rows.map((row, rowIndex) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <tr key={rowIndex} className="border-line border-t">
                {sent.map(({ index }) => (
                  <td key={index} className="whitespace-nowrap px-3 py-1.5">
                    <GivenText text={row[index] ?? ''} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
