// What a fresh machine with Node needs before anything of ours can run: the packages that package.json pins.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command quietly; where it fails, shows what it said and ends. */
export function run(title, program, ...args) {
  process.stdout.write(`${title} …\n`);
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return;
  process.stdout.write(`${stdout ?? ''}${stderr ?? ''}`);
  const why = error === undefined ? `ended with ${status}` : error.message;
  process.stderr.write(`The step "${title}" failed: \`${[program, ...args].join(' ')}\` ${why}\n`);
  process.exit(1);
}

function read(path) {
  try {
    return JSON.parse(readFileSync(`${root}${path}`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Every package is pinned: what is there is either right or missing. */
function isInstalled({ dependencies, devDependencies }) {
  return Object.entries({ ...dependencies, ...devDependencies }).every(
    ([name, version]) => read(`node_modules/${name}/package.json`)?.version === version,
  );
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node ${process.versions.node} is too old: 20.19 or newer is needed\n`);
  process.exit(2);
}
if (!isInstalled(read('package.json'))) {
  run('Installing packages', 'npm', 'install', '--no-audit', '--no-fund');
}
if (process.argv.includes('--temporal')) {
  const find =
    "import { serverBinary } from './src/temporal/server-binary.ts'; await serverBinary(console.log);";
  run(
    "Finding Temporal's server (minutes, where it must be built)",
    'node',
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    find,
  );
}
