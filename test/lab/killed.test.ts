import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  compareProject,
  resetLab,
  serverStates,
  serverThings,
  witnessJson,
} from './harness/lab.ts';
import { eventually, newOperator } from './harness/operator.ts';
import type { Operator, Worker } from './harness/operator.ts';
import { faultProxy } from './harness/fault-proxy.ts';
import type { Fault, FaultProxy } from './harness/fault-proxy.ts';

const SOURCE_COMPUTE = 'http://127.0.0.1:18774/v2.1';
const DESTINATION_COMPUTE = 'http://127.0.0.1:28774/v2.1';
const DESTINATION_IMAGE = 'http://127.0.0.1:29292';

let operator: Operator;
let source: FaultProxy;
let destination: FaultProxy;
let images: FaultProxy;

beforeAll(async () => {
  source = await faultProxy(SOURCE_COMPUTE);
  destination = await faultProxy(DESTINATION_COMPUTE);
  images = await faultProxy(DESTINATION_IMAGE);
});

afterAll(async () => {
  await Promise.all([source.close(), destination.close(), images.close()]);
});

beforeEach(async () => {
  for (const { faults } of [source, destination, images]) faults.length = 0;
  await resetLab();
  operator = await newOperator(17333);
  await operator.override({
    src: { compute_endpoint_override: source.url },
    dst: { compute_endpoint_override: destination.url, image_endpoint_override: images.url },
  });
});

afterEach(async () => {
  await operator.end();
});

interface Kill extends Omit<Fault, 'times' | 'happened'> {
  readonly of: () => FaultProxy;
}

const WHILE_STREAMING: Kill = {
  of: () => images,
  method: 'PUT',
  path: /\/images\/.*\/file/,
  kind: { bytes: 1 << 20 },
};
const AT_CREATE: Kill = {
  of: () => destination,
  method: 'POST',
  path: /\/servers$/,
  kind: 'answer',
};

/** Between a server action's request and its answer. */
function atAction(body: RegExp): Kill {
  return { of: () => source, method: 'POST', path: /\/action$/, body, kind: 'answer' };
}

test.each([
  [
    "while an image streams, then between a server's create and its answer",
    [WHILE_STREAMING, AT_CREATE],
  ],
  [
    'at suspend, then at retire: when the source is woken behind its fence, then when it is stopped',
    [atAction(/suspend/), atAction(/resume/), atAction(/os-stop/)],
  ],
] as const)('workers killed %s: the last one ends it right', async (_when, kills) => {
  const spec = await operator.writeSpec({ name: 'killed', servers: ['web1'] });
  let worker = await operator.startWorker();
  let killed = 0;
  for (const { of, ...fault } of kills) {
    of().faults.push({
      ...fault,
      times: 1,
      happened: async () => {
        await worker.kill();
        killed += 1;
      },
    });
  }
  await operator.pumphouse('migrate', '-f', spec);
  for (const index of kills.keys()) {
    await eventually(
      async () => killed,
      (count) => count > index,
      240,
    );
    worker = await operator.startWorker();
  }
  await endsRight();
});

test('the Temporal server killed, and all workers: all go on where they were', async () => {
  const spec = await operator.writeSpec({ name: 'killed', servers: ['web1'] });
  const first: Worker = await operator.startWorker();
  let reached = false;
  destination.faults.push({
    method: 'POST',
    path: /\/servers$/,
    kind: 'answer',
    times: 1,
    happened: async () => {
      process.kill(await operator.temporalPid(), 'SIGKILL');
      await first.kill();
      reached = true;
    },
  });
  await operator.pumphouse('migrate', '-f', spec);
  await eventually(async () => reached, Boolean, 240);
  await operator.startWorker();
  await endsRight();
});

/** Migrated, each thing once, no leftovers, equal. */
async function endsRight(): Promise<void> {
  const watched = await operator.pumphouse('watch', 'killed');
  expect(`${watched.code} ${watched.stdout.slice(-3000)} ${watched.stderr.slice(-2000)}`).toMatch(
    /^0 /,
  );
  const { web1: old } = await serverStates('src', 'acme');
  expect(old).toMatchObject({ status: 'SHUTOFF', locked: false });
  expect(old?.ports.every((port) => port.up)).toBe(true);
  const { web1: made } = await serverStates('dst', 'acme');
  expect(made?.status).toBe('ACTIVE');
  expect(
    (await serverThings('dst', 'acme')).map((each) => each.replace(/ .*/, '')).toSorted(),
  ).toEqual(['floating', 'port', 'server']);
  expect(await duplicates()).toEqual([]);
  expect(await compareProject('acme', ['web1'])).toEqual([]);
}

/** Names that occur twice in acme's part of the destination: nothing in the seed does. */
async function duplicates(): Promise<string[]> {
  return witnessJson<string[]>(`
from collections import Counter
c = openstack.connect(cloud='dst')
p = next(p for p in c.identity.projects() if p.name == 'acme')
n = c.network
names = ['network ' + x.name for x in n.networks(project_id=p.id)]
names += ['subnet ' + x.name for x in n.subnets(project_id=p.id)]
names += ['router ' + x.name for x in n.routers(project_id=p.id)]
names += ['security group ' + x.name for x in n.security_groups(project_id=p.id)]
names += ['image ' + x.name for x in c.image.images()]
names += ['project ' + x.name for x in c.identity.projects()]
print(json.dumps([k for k, v in Counter(names).items() if v > 1]))`);
}
