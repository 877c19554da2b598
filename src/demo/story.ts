import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultInput } from '../simulator/faults/plan.ts';
import { serversOf } from './look.ts';
import type { DemoClouds } from './clouds.ts';
import { UNLUCKY } from './company/office.ts';
import { DRAFT, SPEC } from './specs.ts';
import type { Stage } from './stage.ts';

/** The first port of that name that the new cloud makes is wired to no host: it stays DOWN. */
const FAULT: FaultInput = {
  cloud: 'new',
  service: 'network',
  method: 'POST',
  path: '/ports',
  body: `"${UNLUCKY.port}"`,
  effect: { do: 'fate', fate: 'stuck' },
};

/** What one chapter does; it throws where something is not as promised. */
export interface Chapter {
  readonly title: string;
  /** For someone who has seen neither OpenStack nor Temporal. */
  readonly words: string;
  readonly play: (scene: Scene) => Promise<void>;
}

export interface Scene {
  readonly stage: Stage;
  readonly clouds: DemoClouds;
}

/** From two clouds and a worker to a company that has moved. */
export const STORY: readonly Chapter[] = [
  {
    title: 'Can both clouds be reached?',
    words: 'Pumphouse needs an administrator in each, as `clouds.yaml` names them.',
    play: ({ stage }) => expectCode(stage, 'pumphouse clouds old new', 0),
  },
  {
    title: 'A first plan',
    words:
      'A spec says what moves where. The plan compares both clouds and changes nothing; it names what stands in the way.',
    async play(scene) {
      await writeFile(join(scene.stage.folder, 'draft.yaml'), DRAFT);
      await expectCode(scene.stage, 'cat draft.yaml', 0);
      await expectCode(scene.stage, `pumphouse plan -f draft.yaml | grep -A 1 '^blocker'`, 0);
    },
  },
  {
    title: 'The plan without blockers',
    words:
      'The operator maps the flavor to an equal one, and leaves the database out: it boots from a volume, which is not moved yet.',
    async play(scene) {
      await writeFile(join(scene.stage.folder, 'kestrel.yaml'), SPEC);
      await expectCode(scene.stage, 'cat kestrel.yaml', 0);
      await expectCode(scene.stage, 'pumphouse plan -f kestrel.yaml', 0);
    },
  },
  {
    title: 'The migration',
    words: `Each server goes its way: preparing, quiescing (suspended in the old cloud), creating, verifying, retiring (shut down in the old cloud).\nUnknown to the operator, the new cloud's network has a fault: one port, of ${UNLUCKY.server}, will not come up. (It is planned in the simulator.)`,
    async play(scene) {
      await scene.clouds.plan([FAULT]);
      await expectCode(scene.stage, 'pumphouse migrate -f kestrel.yaml --watch', 4);
    },
  },
  {
    title: 'What failed, and what to do',
    words: `All others have moved. ${UNLUCKY.server} did not pass verification, so its copy was removed and the old server runs again.`,
    async play(scene) {
      await expectCode(scene.stage, 'pumphouse status kestrel', 0);
      await expectCompensated(scene);
    },
  },
  {
    title: 'Again, now that the network is mended',
    words:
      'The command is the one that `status` named. What has moved is left alone: only the failed server is tried again.',
    async play(scene) {
      await expectCode(scene.stage, 'pumphouse retry kestrel', 0);
      await expectCode(scene.stage, 'pumphouse watch kestrel', 0);
    },
  },
  {
    title: 'The summary',
    words:
      'DOWNTIME is how long a server ran nowhere: from its suspend until its copy was verified. One that was off has none.',
    async play(scene) {
      await expectCode(scene.stage, 'pumphouse status kestrel', 0);
      await expectMoved(scene);
    },
  },
];

export async function expectCode(stage: Stage, line: string, wanted: number): Promise<void> {
  const code = await stage.run(line);
  if (code !== wanted) throw new Error(`\`${line}\` ended with exit code ${code}, not ${wanted}`);
}

async function expectCompensated({ clouds, stage }: Scene): Promise<void> {
  const source = (await serversOf(clouds, 'old')).get(UNLUCKY.server);
  const destination = (await serversOf(clouds, 'new')).get(UNLUCKY.server);
  if (source?.status !== 'ACTIVE' || source.locked || destination !== undefined) {
    throw new Error(`${UNLUCKY.server} is not as it was before`);
  }
  stage.output.write(
    `\nIn the old cloud ${UNLUCKY.server} is ${source.status} and not locked; the new cloud has none.\n`,
  );
}

/** Every server but the one left out runs there as it ran here, and rests here. */
async function expectMoved({ clouds, stage }: Scene): Promise<void> {
  const sources = await serversOf(clouds, 'old');
  const destinations = await serversOf(clouds, 'new');
  const awake = [...sources].filter(([, { status }]) => status !== 'SHUTOFF').map(([name]) => name);
  const running = [...destinations.values()].filter(({ status }) => status === 'ACTIVE').length;
  if (awake.join() !== 'db1' || destinations.size !== sources.size - 1) {
    throw new Error(`not every server has moved: ${awake.join(', ')} still runs in the old cloud`);
  }
  const off = destinations.size - running;
  stage.output.write(
    `\nThe new cloud has ${destinations.size} servers: ${running} run, ${off} are off as they were before. In the old cloud only db1 runs.\n`,
  );
}

/** Where Temporal's Web UI is. */
export async function webUi({ folder }: Stage): Promise<string> {
  const text = await readFile(join(folder, 'state', 'temporal.json'), 'utf8');
  return (JSON.parse(text) as { uiUrl: string }).uiUrl;
}
