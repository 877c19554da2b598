import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FOLDER } from './stage.ts';

/** A socket in the demo's folder: no pid that another program may have by now. */
const DOOR = 'door.sock';
const STOP_MS = 60_000;

/** Whoever says `stop` there wants the demo to end. */
export async function openDoor(folder: string, onStop: () => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', onStop);
  });
  server.listen(join(folder, DOOR));
  await once(server, 'listening');
  return server;
}

/** Ends every demo of this user, and what is left of those that were killed. Answers how many. @throws Error */
export async function stopDemos(): Promise<number> {
  const folders = await demoFolders();
  for (const folder of folders) {
    if (await knock(folder, 'stop')) await goneBy(folder, Date.now() + STOP_MS);
    else await sweep(folder);
  }
  return folders.length;
}

/** Clears away what demos left that were killed; one that runs is left alone. */
export async function sweepDemos(): Promise<void> {
  for (const folder of await demoFolders()) {
    // Younger, it may not have its door yet.
    const age = Date.now() - (await stat(folder)).mtimeMs;
    if (age > STOP_MS && !(await knock(folder, ''))) await sweep(folder);
  }
}

async function demoFolders(): Promise<string[]> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(FOLDER));
  const folders: string[] = [];
  for (const name of names) {
    const folder = join(tmpdir(), name);
    // Where temporary files are everybody's, others' demos are none of ours.
    if ((await stat(folder)).uid === userInfo().uid) folders.push(folder);
  }
  return folders;
}

/** Whether somebody is in. */
async function knock(folder: string, word: string): Promise<boolean> {
  const socket = connect(join(folder, DOOR));
  try {
    await once(socket, 'connect');
    if (word !== '') socket.write(word);
    socket.end();
    await once(socket, 'close');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function goneBy(folder: string, until: number): Promise<void> {
  while (await stat(folder).then(Boolean, () => false)) {
    if (Date.now() > until) throw new Error(`The demo in ${folder} does not end.`);
    await sleep(100);
  }
}

/** Its clouds and its worker ended with it; its Temporal outlives everybody. */
async function sweep(folder: string): Promise<void> {
  await stopTemporal(folder);
  await rm(folder, { recursive: true, force: true });
}

export async function stopTemporal(folder: string): Promise<void> {
  const client = fileURLToPath(new URL('../client.js', import.meta.url));
  await promisify(execFile)(process.execPath, [client, 'temporal', 'stop'], {
    env: { ...process.env, PUMPHOUSE_STATE_DIR: join(folder, 'state') },
  });
}
