import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSpec } from '../../../../src/cli/spec/read-spec.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-spec-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(content: string | Buffer): Promise<string> {
  const path = join(folder, 'acme.yaml');
  await writeFile(path, content);
  return path;
}

test('a spec is read from a file', async () => {
  const path = await file('name: acme\nsource: a\ndestination: b\nselect: {projects: [acme]}\n');
  expect((await readSpec(path)).select?.projects).toEqual(['acme']);
});

test('the words of a file of servers are read beside the spec', async () => {
  await writeFile(join(folder, 'servers.txt'), '# the first wave\nweb-1\n\n  db-* # all of them\n');
  const path = await file(
    'name: acme\nsource: a\ndestination: b\nselect: {servers: [x], serversFrom: servers.txt}\n',
  );
  expect((await readSpec(path)).select).toEqual({ servers: ['x', 'web-1', 'db-*'] });
});

test('a file of servers that is missing, or names none, is told', async () => {
  const path = await file(
    'name: acme\nsource: a\ndestination: b\nselect: {serversFrom: none.txt}\n',
  );
  await expect(readSpec(path)).rejects.toThrow('none.txt: there is no such file');
  await writeFile(join(folder, 'none.txt'), '# none\n');
  await expect(readSpec(path)).rejects.toThrow('none.txt: names no server');
});

test('a missing file is named', async () => {
  const path = join(folder, 'nowhere.yaml');
  await expect(readSpec(path)).rejects.toThrow(`${path}: there is no such file`);
});

test('a directory is not a spec', async () => {
  await expect(readSpec(folder)).rejects.toThrow('is a directory');
});

test('a file larger than any spec is not read to its end', async () => {
  await expect(readSpec('/dev/zero')).rejects.toThrow('is larger than 1 MiB');
});

test('a binary file is told as such', async () => {
  await expect(readSpec(await file(Buffer.from([0x51, 0x46, 0x49, 0])))).rejects.toThrow(
    'is not text',
  );
});

test('text of another encoding is told as such', async () => {
  await expect(readSpec(await file(Buffer.from('name: caf\u00e9', 'latin1')))).rejects.toThrow(
    'is not UTF-8 text',
  );
});

test('an error of a spec begins with its file', async () => {
  const path = await file('name: acme\n');
  await expect(readSpec(path)).rejects.toThrow(`${path}:1:1: source: expected text, found nothing`);
});
