import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { commandsOf } from '../../../src/cli/completion/tree.ts';
import { EXIT_CODES } from '../../../src/errors/exit-codes.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { PLAIN, runProgram } from './run-program.ts';

const program = buildProgram({
  terminal: PLAIN,
  write: () => undefined,
  stream: () => Promise.resolve(),
  notice: () => undefined,
  log: () => Promise.reject(new Error('logs nothing')),
  logLevel: () => undefined,
  finish: () => undefined,
});
const names = commandsOf(program).map(({ name }) => name);

test('the main help names every command and every exit code', async () => {
  const { out, code } = await runProgram('--help');
  expect(code).toBe(0);
  for (const name of names) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  for (const exit of Object.values(EXIT_CODES))
    expect(out).toMatch(new RegExp(`^ +${exit}  \\S`, 'm'));
});

test.each(names)('the help of %s has a summary and an example', async (name) => {
  const { out, code } = await runProgram(name, '--help');
  expect(code).toBe(0);
  expect(out).toContain('Examples:');
  expect(out).toContain('$ pumphouse');
  expect(program.commands.find((command) => command.name() === name)?.summary()).not.toBe('');
});

test('--version prints the version of the package', async () => {
  expect((await runProgram('--version')).out).toMatch(/^\d+\.\d+\.\d+/);
});

test('a mistyped command is told with the one that was meant', async () => {
  expect((await runProgram('migrat')).error).toContain('Did you mean migrate?');
});

test('plan without a spec says which option is missing', async () => {
  expect((await runProgram('plan')).error).toContain("'-f, --file <spec.yaml>'");
});

test('an unknown output format is told with those there are', async () => {
  expect((await runProgram('list', '-o', 'xml')).error).toContain('table, json, yaml');
});

test('schema prints a JSON Schema that asks for what a spec must have', async () => {
  const schema = JSON.parse((await runProgram('schema')).out) as { required: string[] };
  expect(schema.required).toEqual(['name', 'source', 'destination']);
});

test('a wrong spec stops migrate before Temporal is asked', async () => {
  await expect(runProgram('migrate', '-f', '/dev/null')).rejects.toThrow(
    '/dev/null:1:1: the file is empty',
  );
});

test('retry refuses the spec of another migration', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-'));
  const file = join(folder, 'spec.yaml');
  await writeFile(file, 'name: other\nsource: a\ndestination: b\nselect: {projects: [p]}\n');
  await expect(runProgram('retry', 'acme', '-f', file)).rejects.toThrow(
    'is the spec of migration other, not of acme',
  );
  await rm(folder, { recursive: true });
});
