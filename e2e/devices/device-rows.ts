import type { Page } from '@playwright/test';

export const rows = (page: Page) => page.locator('[data-row]');
export const focusedRow = (page: Page) => page.locator('[data-row]:focus');
