import type { ReactNode } from 'react';

interface Props {
  caption: string;
  /** Head of the first column, which names the rows */
  rowHead: string;
  columns: readonly { key: string; head: ReactNode }[];
  /** `cells`: one for each column */
  rows: readonly { key: string | number; head: ReactNode; cells: readonly ReactNode[] }[];
}

/** The figures of a chart as a table. */
export function FiguresTable({ caption, rowHead, columns, rows }: Props) {
  return (
    <table className="figures">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{rowHead}</th>
          {columns.map(({ key, head }) => (
            <th key={key} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, head, cells }) => (
          <tr key={key}>
            <th scope="row">{head}</th>
            {columns.map((column, index) => (
              <td key={column.key}>{cells[index]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
