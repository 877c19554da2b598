import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  readonly uiPort: number;
}

/**
 * The running server of a database file, found in the table of processes. A record in a file would not do: whoever
 * started the server may have been killed before writing it, and a second server on the same database would corrupt it.
 */
export async function findServerProcess(database: string): Promise<ServerProcess | undefined> {
  for (const { pid, command } of await processes()) {
    if (!command.includes(`server start-dev `) || !command.includes(`--db-filename ${database} `)) {
      continue;
    }
    const port = flag(command, 'port');
    const uiPort = flag(command, 'ui-port');
    if (port !== undefined && uiPort !== undefined) return { pid, port, uiPort };
  }
  return undefined;
}

function flag(command: string, name: string): number | undefined {
  const value = new RegExp(` --${name} (\\d+) `, 'u').exec(command)?.[1];
  return value === undefined ? undefined : Number(value);
}

async function processes(): Promise<{ pid: number; command: string }[]> {
  if (process.platform === 'linux') return linuxProcesses();
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,args='], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/u.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), command: `${command} ` }];
  });
}

/** From /proc: a slim container has no `ps`. */
async function linuxProcesses(): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  return Promise.all(
    pids.map(async (pid) => {
      // A process may end between the two calls; a zombie has an empty command line.
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid: Number(pid), command: command.replaceAll('\0', ' ') };
    }),
  );
}
