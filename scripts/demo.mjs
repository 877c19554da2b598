// What a fresh machine with Node needs before the demo itself can run: packages, and the build.
const begun = process.hrtime.bigint();
const { run } = await import('./set-up.mjs');
run('Building', 'npm', 'run', '--silent', 'build');
process.stdout.write(
  `Ready after ${Number((process.hrtime.bigint() - begun) / 100_000_000n) / 10} s.\n\n`,
);
await import('../dist/demo/main.js');
