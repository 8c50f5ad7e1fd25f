// Like start.mjs, but for all checks and tests.
process.argv.splice(2, 0, 'test.ts');
await import('./start.mjs');
