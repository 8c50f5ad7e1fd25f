/** Loaded before a child's own code: a child must not outlive a supervisor that was killed. */
process.on('disconnect', () => process.exit(1));
// Listening alone must not keep the child alive.
process.channel?.unref();
