'use client';

import { FlexRender } from '@tanstack/react-table';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { GivenText } from '#components/marks/given-text';
import { accessLooks } from '#components/marks/status-looks';
import { Ellipsis } from '#components/ui/icons';
import { toneEdges } from '#components/ui/status';
import { deviceHref } from '#lib/client/lists/list-links';
import type { ListColumn } from '#lib/client/lists/list-preference';
import type { DeviceListItem } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { cardColumns, cells, useColumnName } from './device-columns.tsx';
import { asCell, asRow, asRowHead } from './grid-roles.ts';
import type { DeviceTableRow } from './use-device-table.ts';

interface Props {
  row: DeviceTableRow;
  index: number;
  /** Pixels of the rows before this one that are not in the document */
  gap: number;
  /** The Tab key enters the table at this row */
  reachable: boolean;
  selected: boolean;
  changed: boolean;
  /** In order. A new order must render the memoized row again */
  columns: readonly ListColumn[];
  sortedBy: string;
  measure: (row: HTMLTableRowElement | null) => void;
  onCheck: (id: string, extend: boolean) => void;
  onMenu: (row: HTMLElement) => void;
}

/** Columns whose values need no label on a phone, where the table has no header. */
const plain = new Set<string>([
  'user',
  'os',
  'verdict',
  'nextStep',
  'azureComplianceStatus',
  'clientStatusCode',
  'manufacturer',
  'model',
]);

/** The row of a device. */
export const TableRow = memo(function TableRow(props: Props) {
  const { row, index, gap, reachable, selected, changed, columns, sortedBy, measure, onCheck, onMenu } =
    props;
  const t = useTranslations('table');
  const nameOf = useColumnName();
  const device = row.original;
  const tabIndex = reachable ? 0 : -1;
  return (
    <tr
      ref={measure}
      {...asRow}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={tabIndex}
      data-index={index}
      data-row={row.id}
      data-changed={changed || undefined}
      className={toneEdges[toneOf(device)]}
      style={gap > 0 ? { marginBlockStart: gap } : undefined}
    >
      <td {...asCell} className="sheet-tool">
        <RowCheckBox
          label={t('selectRow', { name: shownText(device.name) })}
          tabIndex={tabIndex}
          selected={selected}
          onCheck={(extend) => onCheck(row.id, extend)}
        />
      </td>
      {row.getVisibleCells().map((cell) =>
        cell.column.id === 'name' ? (
          <th key={cell.id} scope="row" {...asRowHead} className="sheet-first">
            <DeviceName device={device} reachable={reachable} />
            {changed && <span className="sr-only">{t('changed')}</span>}
          </th>
        ) : (
          <td
            key={cell.id}
            {...asCell}
            className={cellClass(cell.column.id as ListColumn, device, sortedBy)}
            data-label={plain.has(cell.column.id) ? undefined : nameOf(cell.column.id as ListColumn)}
          >
            <FlexRender cell={cell} />
          </td>
        ),
      )}
      <CardCells device={device} columns={columns} />
      <td {...asCell} className="sheet-tool">
        <button
          type="button"
          tabIndex={tabIndex}
          aria-haspopup="menu"
          aria-label={t('rowMenu', { name: shownText(device.name) })}
          onClick={({ currentTarget }) => onMenu(currentTarget)}
          className="grid size-6 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink max-[56rem]:h-10 max-[56rem]:w-11"
        >
          <Ellipsis aria-hidden="true" size={15} />
        </button>
      </td>
    </tr>
  );
});

/** The facts of a card that are no columns of the table. */
function CardCells({ device, columns }: { device: DeviceListItem; columns: readonly ListColumn[] }) {
  const nameOf = useColumnName();
  return cardColumns
    .filter((id) => !columns.includes(id))
    .map((id) => (
      <td
        key={id}
        {...asCell}
        className={`min-[56rem]:hidden ${cellClass(id, device) ?? ''}`}
        data-label={plain.has(id) ? undefined : nameOf(id)}
      >
        {cells[id](device)}
      </td>
    ));
}

interface RowCheckBoxProps {
  label: string;
  tabIndex: number;
  selected: boolean;
  /** `extend`: with Shift, for a range of rows */
  onCheck: (extend: boolean) => void;
}

function RowCheckBox({ label, tabIndex, selected, onCheck }: RowCheckBoxProps) {
  return (
    <label className="grid size-6 cursor-pointer place-items-center max-[56rem]:h-10 max-[56rem]:w-11">
      <input
        type="checkbox"
        tabIndex={tabIndex}
        aria-label={label}
        checked={selected}
        onChange={({ nativeEvent }) =>
          onCheck((nativeEvent as Event & { shiftKey?: boolean }).shiftKey ?? false)
        }
        className="size-4 accent-accent"
      />
    </label>
  );
}

/** What holds for a device, as the edge of its card. */
function toneOf({ managementState, access }: DeviceListItem) {
  return managementState === 'retired' ? 'muted' : accessLooks[access.state].tone;
}

/** What a card leaves out, unless the list is sorted by it: what says that all is well, what the next step says, or only when. */
function cellClass(column: ListColumn, device: DeviceListItem, sortedBy?: string): string | undefined {
  const { clientStatusCode, azureComplianceStatus, nextStep } = device;
  const isLeftOut =
    (column === 'nextStep' && nextStep.who === 'nobody') ||
    (column === 'clientStatusCode' &&
      (clientStatusCode === 'Success' || nextStep.step === 'follow_client_status')) ||
    (column === 'azureComplianceStatus' && (azureComplianceStatus ?? 'successful') === 'successful') ||
    (column === 'lastReportedAt' && sortedBy !== column);
  if (isLeftOut) return 'max-[56rem]:hidden';
  return column === 'verdict' || column === 'nextStep' ? 'sheet-line' : undefined;
}

interface DeviceNameProps {
  device: DeviceListItem;
  /** The keyboard focus is in its row */
  reachable: boolean;
}

function DeviceName({ device, reachable }: DeviceNameProps) {
  const list = useSearchParams().toString();
  return (
    <>
      <Link
        href={deviceHref(device.id, list)}
        prefetch={false}
        tabIndex={reachable ? 0 : -1}
        title={shownText(device.name)}
        className="sheet-link line-clamp-2 rounded-md font-semibold text-accent hover:underline"
      >
        <GivenText text={device.name} />
      </Link>
      {device.serialNumber && (
        <span className="sheet-second block truncate text-muted text-xs max-[56rem]:hidden">
          <GivenText text={device.serialNumber} />
        </span>
      )}
    </>
  );
}
