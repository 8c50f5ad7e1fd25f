/** Said in words, since a table that is laid out anew by its style loses the roles of its elements. */
export const asGrid = { role: 'grid', 'aria-multiselectable': true } as const;
export const asGroup = { role: 'rowgroup' } as const;
export const asRow = { role: 'row' } as const;
export const asHead = { role: 'columnheader' } as const;
export const asRowHead = { role: 'rowheader' } as const;
export const asCell = { role: 'gridcell' } as const;
