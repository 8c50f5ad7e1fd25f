'use client';

import { Fragment, type ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  head: ReactNode;
  /** Its share of the table's width, as a class */
  width: string;
  cell: (row: Row) => ReactNode;
  /** More classes of the cell, mostly for a phone, where each row is laid out as a card */
  className?: string | undefined;
  /** Shown in front of the value on a phone, where there is no head */
  label?: string | undefined;
  /** The direction, if the rows are sorted by this column */
  sorted?: 'ascending' | 'descending' | undefined;
}

interface Props<Row> {
  /** For screen readers */
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** A second line below the row, with its id for the button that opens it; null: closed */
  detailsOf?: (row: Row) => { id: string; content: ReactNode } | null;
}

/** The table of every plain list. On a phone each row becomes a card (`app/styles/sheet.css`). */
export function DataTable<Row>({ name, columns, rows, keyOf, detailsOf }: Props<Row>) {
  return (
    // The phone's layout takes away the roles of a table, so they are explicit.
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <table role="table" aria-label={name} className="sheet">
      <thead>
        <tr>
          {columns.map(({ id, head, width, sorted }) => (
            <th key={id} scope="col" className={width} aria-sort={sorted}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={keyOf(row)}>
            {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
            <tr role="row" className="hover:bg-accent-soft/40">
              {columns.map(({ id, cell, className, label }) => (
                // biome-ignore lint/a11y/noRedundantRoles: as above
                <td key={id} role="cell" className={className} data-label={label}>
                  {cell(row)}
                </td>
              ))}
            </tr>
            <DetailsRow details={detailsOf?.(row) ?? null} columns={columns.length} />
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function DetailsRow({
  details,
  columns,
}: {
  details: { id: string; content: ReactNode } | null;
  columns: number;
}) {
  if (details === null) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: as above
    <tr role="row" id={details.id}>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <td role="cell" colSpan={columns} className="sheet-first bg-canvas">
        {details.content}
      </td>
    </tr>
  );
}
