import { setTimeout as sleep } from 'node:timers/promises';
import { serverBinary } from '../temporal/server-binary.ts';
import { startClouds } from './clouds.ts';
import type { DemoClouds } from './clouds.ts';
import { sourceCloud } from './company/source-cloud.ts';
import { openDoor, stopTemporal } from './door.ts';
import type { Output } from './output.ts';
import { closeStage, exportsOf, openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { STORY, expectCode, webUi } from './story.ts';
import { startWorker, stopWorker } from './worker.ts';

export interface DemoOptions {
  readonly output: Output;
  /** Aborted: all of it ends. */
  readonly stop: AbortController;
  /** `simulator`: only the two clouds, filled, until they are stopped. */
  readonly what: 'demo' | 'simulator';
  /** At the end everything stays up, until it is stopped. */
  readonly keep: boolean;
  /** Called before anything is ended, with the Web UI's address. */
  readonly atEnd?: (uiUrl: string) => Promise<void>;
}

type End = () => Promise<void>;

/** Plays the demo in a folder of its own, and leaves nothing. @throws Error that names the step that failed */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { output, stop, what } = options;
  const stage = await openStage(output, stop.signal);
  const ends: End[] = [() => closeStage(stage)];
  try {
    const door = await openDoor(stage.folder, () => stop.abort());
    ends.push(async () => void door.close());
    if (what === 'demo') await play(stage, ends, options);
    else await simulate(stage, ends);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function simulate(stage: Stage, ends: End[]): Promise<void> {
  await step(stage, 1, cloudsStep(ends));
  stage.output.write('\nBoth clouds run until Ctrl-C, or `npm run demo -- --stop`. Elsewhere:\n\n');
  for (const line of exportsOf(stage)) stage.output.write(`  ${line}\n`);
  stage.output.write(
    '  pumphouse clouds old new\n  openstack --os-cloud old server list --all-projects\n',
  );
  await untilStopped(stage);
}

async function play(stage: Stage, ends: End[], { keep, atEnd }: DemoOptions): Promise<void> {
  const { output } = stage;
  // Part of the installation: it may have to be downloaded, or built.
  await serverBinary((line) => output.write(`${line}\n`));
  const begun = performance.now();
  output.write(`${output.bold('Kestrel Coffee moves from its old cloud to its new one.')}\n`);
  const clouds = await step(stage, 1, cloudsStep(ends));
  await step(stage, 2, temporalStep(ends));
  await step(stage, 3, workerStep(ends));
  for (const [index, { title, words, play: perform }] of STORY.entries()) {
    await step(stage, index + 4, { title, words, work: () => perform({ stage, clouds }) });
  }
  const uiUrl = await webUi(stage);
  const seconds = Math.round((performance.now() - begun) / 1000);
  output.write(`\n${output.bold(`Done in ${seconds} s.`)} `);
  await atEnd?.(uiUrl);
  if (!keep) {
    output.write(
      `Each server is a workflow in Temporal's Web UI, ${uiUrl}, which ends now with all the rest;\n\`npm run demo -- --keep\` leaves everything up to look at.\n`,
    );
    return;
  }
  output.write(`Each server is a workflow in Temporal's Web UI: ${uiUrl}\n\n`);
  output.write(
    'All of it runs until Ctrl-C, or `npm run demo -- --stop`. In another terminal:\n\n',
  );
  for (const line of exportsOf(stage)) output.write(`  ${line}\n`);
  output.write(
    '  pumphouse status kestrel\n  openstack --os-cloud new server list --all-projects\n',
  );
  await untilStopped(stage);
}

interface Step<Result> {
  readonly title: string;
  readonly words: string;
  readonly work: (stage: Stage) => Promise<Result>;
}

/** @throws Error with the step's title before what happened */
async function step<Result>(stage: Stage, number: number, one: Step<Result>): Promise<Result> {
  const { output, signal } = stage;
  output.write(`\n${output.bold(`${number}. ${one.title}`)}\n${one.words}\n\n`);
  try {
    return await one.work(stage);
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`step ${number}, "${one.title}": ${why}`, { cause: error });
  }
}

function cloudsStep(ends: End[]): Step<DemoClouds> {
  return {
    title: 'Two clouds',
    words:
      'Both are simulated: the real APIs of OpenStack, over HTTP, with real image data, on this machine only.\nThe old one gets what a small company has; the new one what its operators prepared.',
    async work(stage) {
      const clouds = await startClouds(stage.folder, stage.signal);
      ends.push(() => clouds.close());
      stage.output.write(
        `old: ${describe()}.\nnew: a public network, three flavors, no project.\n`,
      );
      return clouds;
    },
  };
}

function describe(): string {
  const { projects, images } = sourceCloud;
  const all = [...images, ...projects.flatMap((project) => project.images ?? [])];
  const size = all.reduce((sum, { sizeMib }) => sum + sizeMib, 0);
  const count = (list: (project: (typeof projects)[number]) => readonly unknown[] | undefined) =>
    projects.reduce((sum, project) => sum + (list(project)?.length ?? 0), 0);
  return [
    `${projects.length} projects`,
    `${count(({ users }) => users)} users`,
    `${count(({ servers }) => servers)} servers`,
    `${count(({ networks }) => networks)} networks`,
    `${count(({ floatingIps }) => floatingIps)} floating IPs`,
    `${all.length} images of ${size} MiB`,
    `${count(({ volumes }) => volumes)} volumes`,
  ].join(', ');
}

function temporalStep(ends: End[]): Step<void> {
  return {
    title: 'Temporal',
    words:
      'It remembers what has been done and what comes next: whatever is killed meanwhile, a migration goes on where it was.',
    async work(stage) {
      ends.push(() => stopTemporal(stage.folder));
      await expectCode(stage, 'pumphouse temporal', 0);
    },
  };
}

function workerStep(ends: End[]): Step<void> {
  return {
    title: 'A worker',
    words: 'It talks to the clouds. There may be many, on many machines; one will do here.',
    async work(stage) {
      const worker = await startWorker(stage);
      ends.push(() => stopWorker(worker));
    },
  };
}

/** A day at a time: a timer keeps the process alive, a signal does not. */
async function untilStopped({ signal }: Stage): Promise<void> {
  while (!signal.aborted) await sleep(86_400_000, undefined, { signal }).catch(() => undefined);
}
