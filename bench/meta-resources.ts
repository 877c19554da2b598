/**
 * How long `acme`'s meta-resources take: Pumphouse, through Temporal, against the same resources made by a bare
 * openstacksdk script with 8 threads (floor.py). See README.md for what is fair about it, and what is not.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { kindOf } from '../src/resources/registry.ts';
import { HEADER, cells, median, table } from './figures.ts';
import { pumphouse, python, resetLab, startWorker, useLab } from './lab.ts';
import { migrationTimes, upToFirstServer } from './migration.ts';
import type { MigrationTimes } from './migration.ts';

const planSchema = z.looseObject({
  items: z.array(z.looseObject({ key: z.string(), kind: z.string(), action: z.string() })),
});
type Items = z.output<typeof planSchema>['items'];

const floorSchema = z.object({
  read: z.number(),
  make: z.number(),
  images: z.number(),
  calls: z.number(),
});
type FloorTimes = z.output<typeof floorSchema>;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);
const folder = await mkdtemp(join(tmpdir(), 'pumphouse-bench-'));
useLab({ PUMPHOUSE_STATE_DIR: folder });
try {
  await resetLab();
  const items = await metaResources();
  const ours: MigrationTimes[] = [];
  const floors: FloorTimes[] = [];
  const endWorker = await startWorker();
  try {
    for (let round = 1; round <= rounds; round++) {
      ours.push(await migrate(`bench-${round}`));
      await resetLab();
      floors.push(
        floorSchema.parse(await python(['bench/floor.py', 'src', 'dst'], JSON.stringify(items))),
      );
      await resetLab();
    }
  } finally {
    await endWorker();
  }
  console.log(report(items, ours, floors));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** What `acme`'s servers need and the destination lacks; what it has is there for the ids. */
async function metaResources(): Promise<Items> {
  const plan = planSchema.parse(
    JSON.parse(await pumphouse('plan', '-f', 'lab/specs/acme.yaml', '-o', 'json')),
  );
  return plan.items.filter(({ kind }) => kindOf(kind).stage !== 'server' && kind !== 'server');
}

/** Up to the first server, which waits at a gate: its source is never touched. */
async function migrate(name: string): Promise<MigrationTimes> {
  const spec = parse(await readFile('lab/specs/acme.yaml', 'utf8')) as Record<string, unknown>;
  const file = join(folder, `${name}.yaml`);
  const gated = { ...spec, name, server: { approve: ['cutover'] }, limits: { servers: 1 } };
  await writeFile(file, stringify(gated));
  return upToFirstServer(file, name, (client) => migrationTimes(client, name));
}

function report(
  items: Items,
  ours: readonly MigrationTimes[],
  floors: readonly FloorTimes[],
): string {
  const made = items.filter(({ action }) => action === 'create');
  const images = made.filter(({ kind }) => kind === 'image').length;
  const our = {
    all: ours.map(({ all }) => all),
    small: ours.map((each) => each.all - each.images),
    copy: ours.map(({ copy }) => copy),
  };
  const floor = {
    all: floors.map((each) => each.read + each.make + each.images),
    small: floors.map((each) => each.read + each.make),
    make: floors.map(({ make }) => make),
  };
  return `${made.length} meta-resources of acme, ${images} of them images; seconds

${table([
  HEADER,
  cells(
    'Pumphouse: plan, twice',
    ours.map(({ plan }) => plan),
  ),
  cells('Pumphouse: copy', our.copy),
  cells(
    'Pumphouse: images',
    ours.map(({ images }) => images),
  ),
  cells(
    'Pumphouse: between',
    ours.map(({ between }) => between),
  ),
  cells('Pumphouse: all', our.all),
  cells(
    'floor: read',
    floors.map(({ read }) => read),
  ),
  cells('floor: make', floor.make),
  cells(
    'floor: images',
    floors.map(({ images }) => images),
  ),
  cells('floor: all', floor.all),
  cells(
    'floor: calls',
    floors.map(({ calls }) => calls),
    { digits: 0 },
  ),
  ratio('ratio: all', our.all, floor.all),
  ratio('ratio: all but images', our.small, floor.small),
  ratio('ratio: copy / make', our.copy, floor.make),
])}`;
}

function ratio(name: string, one: readonly number[], other: readonly number[]): string[] {
  return [name, (median(one) / median(other)).toFixed(2)];
}
