/** For `vi.waitFor`, whose own limit of a second is too short on a busy machine. A test that passes does not wait longer. */
export const patient = { timeout: 30_000 };
