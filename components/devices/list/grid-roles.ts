/** Explicit ARIA roles: a table with another CSS `display` loses the roles of its elements. */
export const asGrid = { role: 'grid', 'aria-multiselectable': true } as const;
export const asGroup = { role: 'rowgroup' } as const;
export const asRow = { role: 'row' } as const;
export const asHead = { role: 'columnheader' } as const;
export const asRowHead = { role: 'rowheader' } as const;
export const asCell = { role: 'gridcell' } as const;
