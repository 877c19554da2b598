/**
 * How fast `acme-big` (1 GiB) goes from Glance to Glance: Pumphouse's image kind, called as the activity calls it,
 * against `curl | curl`, in turn; and once by a migration, on the transfer queue. See README.md.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { stringify } from 'yaml';
import { z } from 'zod';
import { copyResource } from '../src/activities/copy-resource.ts';
import { openCloud } from '../src/openstack/open-cloud.ts';
import { kindOf } from '../src/resources/registry.ts';
import { HEADER, cells, median, table } from './figures.ts';
import { python, resetLab, startWorker, useLab } from './lab.ts';
import { transferTimes, upToFirstServer } from './migration.ts';

const run = promisify(execFile);
const NAME = 'acme-big';
const MIB = 1024 * 1024;
const SECONDS = { digits: 2 };
const RATE = { digits: 0, best: Math.max };

const bigSchema = z.object({
  id: z.string(),
  owner: z.string(),
  size: z.number(),
  /** Of both Glances: where the data is, with a token each. */
  from: z.object({ url: z.string(), token: z.string() }),
  to: z.object({ url: z.string(), token: z.string(), project: z.string() }),
});
type Big = z.output<typeof bigSchema>;

// The tokens are in the environment, not in the arguments that anybody can list.
const CURL = `set -euo pipefail
token() { printf 'header = "X-Auth-Token: %s"' "$1"; }
curl -sSf -o /dev/null -K <(token "$TO") -H 'Content-Type: application/json' -d "$RECORD" "$TO_URL/v2/images"
curl -sSf -K <(token "$FROM") "$FROM_URL" |
  curl -sSf -K <(token "$TO") -H 'Content-Type: application/octet-stream' -T - "$TO_URL/v2/images/$ID/file"`;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const folder = await mkdtemp(join(tmpdir(), 'pumphouse-bench-'));
useLab({ PUMPHOUSE_STATE_DIR: folder });
try {
  const big = bigSchema.parse(await lab('begin'));
  const mib = big.size / MIB;
  const rates = (seconds: readonly number[]): number[] => seconds.map((each) => mib / each);
  const ours: number[] = [];
  const curls: number[] = [];
  const clouds = { source: await openCloud('src'), destination: await openCloud('dst') };
  for (let round = 1; round <= Number(values.rounds); round++) {
    ours.push(await timed(() => copyByKind(big, clouds)));
    curls.push(await timed(() => copyByCurl(big)));
  }
  clouds.source.close();
  clouds.destination.close();
  const migrated = await copyByMigration();
  console.log(`${NAME}: ${mib} MiB, Glance to Glance; the ratio is that of the medians

${table([
  HEADER,
  cells('Pumphouse image kind, s', ours, SECONDS),
  cells('curl | curl, s', curls, SECONDS),
  cells('Pumphouse image kind, MiB/s', rates(ours), RATE),
  cells('curl | curl, MiB/s', rates(curls), RATE),
  ['ratio of seconds', (median(ours) / median(curls)).toFixed(2)],
  cells('in a migration, s', [migrated], SECONDS),
  cells('in a migration, MiB/s', rates([migrated]), RATE),
])}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function lab(verb: 'begin' | 'clean' | 'server'): Promise<unknown> {
  return python(['bench/image_lab.py', 'src', 'dst', NAME, verb]);
}

/** Seconds; what the copy left is removed, and what is not yet on the disk written, before and not in it. */
async function timed(copy: () => Promise<void>): Promise<number> {
  await run('sync');
  const begun = performance.now();
  await copy();
  const seconds = (performance.now() - begun) / 1000;
  await lab('clean');
  return seconds;
}

type Clouds = Pick<Parameters<typeof copyResource>[0], 'source' | 'destination'>;

/** Looks for it, makes it, streams it, compares the hashes, makes it visible: all that a migration does. */
async function copyByKind({ id, owner, to }: Big, clouds: Clouds): Promise<void> {
  const { action } = await copyResource({
    kind: kindOf('image'),
    id,
    ...clouds,
    ids: { [`project/${owner}`]: to.project },
    mappings: {},
    migration: 'bench',
    signal: new AbortController().signal,
  });
  if (action !== 'created') throw new Error(`${NAME} was there before`);
}

async function copyByCurl({ from, to }: Big): Promise<void> {
  const id = randomUUID();
  const record = { id, name: NAME, disk_format: 'raw', container_format: 'bare' };
  await run('bash', ['-c', CURL], {
    env: {
      ...process.env,
      FROM: from.token,
      FROM_URL: from.url,
      TO: to.token,
      TO_URL: to.url,
      ID: id,
      RECORD: JSON.stringify(record),
    },
  });
}

/** The longest transfer of a migration whose only server boots from it, from schedule to end by Temporal's clock. */
async function copyByMigration(): Promise<number> {
  await lab('server');
  const endWorker = await startWorker();
  try {
    const file = join(folder, 'bench-image.yaml');
    const spec = {
      name: 'bench-image',
      source: 'src',
      destination: 'dst',
      select: { projects: ['acme'], servers: ['bench-big'] },
      server: { approve: ['cutover'] },
    };
    await writeFile(file, stringify(spec));
    return await upToFirstServer(file, spec.name, async (client) =>
      Math.max(...(await transferTimes(client, spec.name))),
    );
  } finally {
    await endWorker();
    await resetLab();
  }
}
