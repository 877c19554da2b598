import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { CLOUDS_FILE } from './lab.ts';

const run = promisify(execFile);
const PAGE = 'docs/os-migrate.md';

export interface Shown {
  readonly command: string;
  readonly source: string;
  readonly destination: string;
}

/** What each command of the tables below these headings of docs/os-migrate.md prints in the two clouds. A command that fails fails it. */
export async function showAll(headings: readonly string[]): Promise<Shown[]> {
  const shown: Shown[] = [];
  const commands = await Promise.all(headings.map(commandsUnder));
  for (const command of commands.flat()) {
    const [source, destination] = await Promise.all([print('src', command), print('dst', command)]);
    shown.push({ command, source, destination });
  }
  return shown;
}

/** The code that ends each row of the table below a heading. */
async function commandsUnder(heading: string): Promise<string[]> {
  const page = await readFile(PAGE, 'utf8');
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`));
  const rows = (section ?? '').split('\n').filter((line) => line.startsWith('| '));
  // Without its head, and the line below that.
  const commands = rows.slice(2).map((row) => {
    const code = /`(?<code>[^`]+)`\s*\|$/.exec(row)?.groups?.['code'];
    if (code === undefined) throw new Error(`${PAGE}: no command ends ${row}`);
    return code.replaceAll(String.raw`\|`, '|');
  });
  if (commands.length === 0) throw new Error(`${PAGE}: no table below ${heading}`);
  return commands;
}

async function print(cloud: string, command: string): Promise<string> {
  const { stdout } = await run('bash', ['-o', 'pipefail', '-c', command], {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: CLOUDS_FILE, OS_CLOUD: cloud },
  });
  return stdout.trim();
}
