import { expect, test } from 'vitest';
import { holdLine } from '../../../src/activities/resource-words.ts';
import { testServer } from '../../../src/activities/server-words.ts';
import type { Selection } from '../../../src/model/spec.ts';
import { kindOf } from '../../../src/resources/registry.ts';
import type { ServerResource } from '../../../src/resources/server/schema.ts';

function serverOf(name: string, more: object): ServerResource {
  const bare = { id: name, name, tags: [], metadata: {}, ports: [], addresses: {} };
  const places = { host: null, hypervisor: null, status: 'ACTIVE', imageId: undefined };
  return { ...bare, ...places, ...more } as unknown as ServerResource;
}

const SERVERS = [
  serverOf('payroll-db', { tags: ['gold'], metadata: { role: 'db', env: 'test' } }),
  serverOf('web1', { status: 'SHUTOFF', metadata: { role: 'web', env: 'prod' }, host: 'h1' }),
];

function idleOf(select: Selection) {
  const tested = testServer(select, new Map());
  for (const each of SERVERS) tested.matches(each);
  return { exclusions: tested.idleExclusions(), selections: tested.idleSelections() };
}

test('of exclusions the words are told that no server answers to, with what may have been meant', () => {
  const exclude = {
    servers: ['payrol-db', 'web*'],
    tags: ['gold', 'silver'],
    statuses: ['shutoff'],
    networks: ['inside'],
  };
  expect(idleOf({ projects: ['acme'], exclude }).exclusions).toEqual([
    { place: 'select.exclude.servers', word: 'payrol-db', near: 'payroll-db' },
    { place: 'select.exclude.tags', word: 'silver', near: undefined },
    { place: 'select.exclude.networks', word: 'inside', near: undefined },
  ]);
});

test('what other keys leave out all the same is there, and its word is not idle', () => {
  const select = { projects: ['acme'], tags: ['gold'], exclude: { servers: ['web1'] } };
  expect(idleOf(select)).toEqual({ exclusions: [], selections: [] });
  expect(idleOf({ hosts: ['h2'], statuses: ['ACTIVE', 'shutof'] }).selections).toEqual([
    { place: 'select.hosts', word: 'h2', near: 'h1' },
    { place: 'select.statuses', word: 'SHUTOF', near: 'SHUTOFF' },
  ]);
});

test('metadata is idle where no server has all of it', () => {
  const there = { role: 'db', env: 'test' };
  expect(idleOf({ exclude: { metadata: there } }).exclusions).toEqual([]);
  const mixed = { role: 'db', env: 'prod' };
  expect(idleOf({ exclude: { metadata: mixed } }).exclusions).toMatchObject([
    { place: 'select.exclude.metadata', word: 'role: db, env: prod' },
  ]);
});

const IMAGES = [
  ['ubuntu-22', 'p1'],
  ['debian-12', 'p2'],
] as const;

function idleInLine(words: Parameters<typeof holdLine>[1]) {
  const line = holdLine('exclude[0]', words);
  const projects = new Map([
    ['p1', 'acme'],
    ['p2', 'globex'],
  ]);
  for (const [name, owner] of IMAGES) {
    const resource = { id: name, name, owner };
    line.see({ kind: { ...kindOf('image'), project: () => owner }, resource, projects });
  }
  return line.idle();
}

test('of a line the words are told that mean nothing together with the rest of it', () => {
  const kind = ['image'];
  expect(idleInLine({ kind, name: ['ubuntu-*', 'debian-12'] })).toEqual([]);
  expect(idleInLine({ kind, name: ['ubunto-22', 'debian-12'] })).toEqual([
    { place: 'exclude[0].name', word: 'ubunto-22', near: 'ubuntu-22' },
  ]);
  expect(idleInLine({ kind, project: ['acme'], name: ['ubuntu-*', 'debian-12'] })).toMatchObject([
    { place: 'exclude[0].name', word: 'debian-12' },
  ]);
});

test('of a line that means nothing, a mistyped word is told alone', () => {
  expect(idleInLine({ project: ['acmee'], name: ['ubuntu-22'] })).toEqual([
    { place: 'exclude[0].project', word: 'acmee', near: 'acme' },
  ]);
  expect(idleInLine({ project: ['acme'], name: ['debian-12'] })).toMatchObject([
    { place: 'exclude[0].project', word: 'acme' },
    { place: 'exclude[0].name', word: 'debian-12' },
  ]);
  expect(idleInLine({ kind: ['flavor'] })).toEqual([]);
});
