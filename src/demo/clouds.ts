import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { openCloud } from '../openstack/open-cloud.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { FaultInput } from '../simulator/faults/plan.ts';
import type { Order, Word } from './cloud-process.ts';
import type { CloudSeed } from './company/cloud-seed.ts';
import { destinationCloud } from './company/destination-cloud.ts';
import { sourceCloud } from './company/source-cloud.ts';
import { seedCloud } from './seed/seed-cloud.ts';

/** Both clouds, filled, in a process of their own. */
export interface DemoClouds {
  readonly process: ChildProcess;
  /** Replaces the faults that are planned. */
  plan(faults: readonly FaultInput[]): Promise<void>;
  open(name: string): Promise<Cloud>;
  close(): Promise<void>;
}

type Entries = Record<string, { auth: Record<string, string> }>;

/** Writes `clouds.yaml` into the folder: the clouds' admins, `old` and `new`, and the old one's users by their names. */
export async function startClouds(folder: string, signal: AbortSignal): Promise<DemoClouds> {
  const here = fileURLToPath(import.meta.url);
  const child = fork(new URL(`cloud-process${extname(here)}`, import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A terminal's Ctrl-C is not for it.
    detached: true,
  });
  const end = (): void => {
    if (child.connected) child.disconnect();
  };
  signal.addEventListener('abort', end, { once: true });
  const file = join(folder, 'clouds.yaml');
  const opened: Cloud[] = [];
  const clouds: DemoClouds = {
    process: child,
    async plan(faults) {
      child.send({ faults } satisfies Order);
      await heard(child);
    },
    async open(name) {
      const environment = { OS_CLIENT_CONFIG_FILE: file };
      const cloud = await openCloud(name, { environment, workingDirectory: folder });
      opened.push(cloud);
      return cloud;
    },
    async close() {
      signal.removeEventListener('abort', end);
      for (const cloud of opened) cloud.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      end();
      await ended;
    },
  };
  try {
    const word = await heard(child);
    if (!('cloudsYaml' in word)) throw new Error('The clouds do not say where they are.');
    const entries = (parse(word.cloudsYaml) as { clouds: Entries }).clouds;
    const all = { ...entries, ...usersOf(sourceCloud, entries['old']) };
    await writeFile(file, stringify({ clouds: all }), { mode: 0o600 });
    await Promise.all([
      fill(clouds, 'old', sourceCloud, all),
      fill(clouds, 'new', destinationCloud, all),
    ]);
    return clouds;
  } catch (error) {
    await clouds.close();
    throw error;
  }
}

async function heard(child: ChildProcess): Promise<Word> {
  const ended = new AbortController();
  try {
    const options = { signal: ended.signal };
    const [word] = (await Promise.race([
      once(child, 'message', options),
      once(child, 'exit', options).then(([code]) => {
        throw new Error(`The clouds' process ended with ${String(code)}.`);
      }),
    ])) as [Word];
    return word;
  } finally {
    ended.abort();
  }
}

async function fill(
  clouds: DemoClouds,
  name: string,
  seed: CloudSeed,
  entries: Entries,
): Promise<void> {
  await seedCloud(
    {
      admin: await clouds.open(name),
      passwordOf: (user) => entries[user]?.auth['password'] ?? '',
      as: (user) => clouds.open(user),
    },
    seed,
  );
}

/** Entries for people: the cloud's own, with another login. */
function usersOf({ projects }: CloudSeed, admin: Entries[string] | undefined): Entries {
  const users = projects.flatMap(({ name: project, users }) =>
    users.map(({ name }) => {
      const password = randomBytes(12).toString('base64url');
      const auth = { ...admin?.auth, username: name, password, project_name: project };
      return [name, { ...admin, auth }] as const;
    }),
  );
  return Object.fromEntries(users);
}
