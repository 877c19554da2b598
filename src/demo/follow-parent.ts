/** Loaded before another program: it ends as with SIGTERM when the process that started it is gone. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// To listen is no reason to stay.
process.channel?.unref();
