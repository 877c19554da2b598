import { expect, test } from 'vitest';
import { UsageError } from '../../../../src/errors/migration.ts';
import { parseSpec } from '../../../../src/cli/spec/parse-spec.ts';

const HEAD = 'name: acme\nsource: east\ndestination: west\n';
const GOOD = `${HEAD}select:\n  projects: [acme]\n`;

function mistakes(text: string): string[] {
  try {
    parseSpec(text, 'acme.yaml');
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('a spec with only what is required gets every default', () => {
  expect(parseSpec(GOOD, 'acme.yaml')).toMatchObject({
    name: 'acme',
    strategy: 'dependencies',
    server: { quiesce: 'suspend', retire: 'stop', probes: [] },
    limits: { servers: 4, transfers: 4 },
    mappings: {},
  });
});

test.each([
  [
    `${HEAD}select:\n  projects: acme\n`,
    '5:13: select.projects: expected a list of names, found text "acme"',
  ],
  [
    `${HEAD}select:\n  projects: []\n`,
    '5:13: select.projects: expected a list of names, at least one, found an empty list',
  ],
  [
    `${HEAD}select:\n  projects:\n`,
    '5:3: select.projects: expected a list of names, found nothing',
  ],
  [
    `${HEAD}select:\n  projects:\n    - 7\n`,
    '6:7: select.projects[0]: expected text, found the number 7: write it in quotes, "7"',
  ],
  [
    `${HEAD}select: everything\n`,
    '4:9: select: expected a block with the keys projects, servers, tags, metadata, hosts, statuses, images, networks, serversFrom, exclude, found text "everything"',
  ],
  [HEAD, '1:1: select: expected a selection (or `strategy: all`), found nothing'],
  [
    `${HEAD}select:\n  exclude: { servers: [web] }\n`,
    '4:1: select: expected a key that says what is selected, as `projects` or `servers`, found a block of keys',
  ],
  [
    `${GOOD}include:\n  - { kind: [image] }\n`,
    '7:3: include: expected nothing without `strategy: all`, found a list',
  ],
  [
    `${HEAD}strategy: all\nexclude:\n  - { kinds: [image] }\n`,
    '6:7: exclude[0]: unknown key "kinds": did you mean "kind"?',
  ],
  [
    `${HEAD}strategy: all\ninclude:\n  - { kind: [image, flavr] }\n`,
    '6:21: include[0].kind[1]: there is no kind flavr: did you mean "flavor"?',
  ],
  [`${GOOD}servr: {}\n`, '6:1: unknown key "servr": did you mean "server"?'],
  [
    `${GOOD}  zebra: 1\n`,
    '6:3: select: unknown key "zebra": known here: projects, servers, tags, metadata, hosts, statuses, images, networks, serversFrom, exclude',
  ],
  [`${GOOD}name: again\n`, '6:1: expected every key once, found "name" a second time'],
  [
    `${GOOD}server:\n\tretire: stop\n`,
    '7:1: expected spaces, found a tab: YAML indents with spaces',
  ],
  [
    `${GOOD}---\n${GOOD}`,
    '6:1: expected one spec, found a second document after `---`: one file a migration',
  ],
  [
    `${GOOD}server:\n  retire: destroy\n`,
    '7:11: server.retire: expected one of stop, shelve, delete, keep, found text "destroy"',
  ],
  [
    `${GOOD}server:\n  approve: [cutover, launch]\n`,
    '7:22: server.approve[1]: expected one of cutover, retire, found text "launch"',
  ],
  [
    `${GOOD}server:\n  discardRootDisk: sure\n`,
    '7:20: server.discardRootDisk: expected true or false, found text "sure"',
  ],
  [
    `${GOOD}server:\n  deadlineSeconds: 0\n`,
    '7:20: server.deadlineSeconds: expected a whole number, 1 or more, found the number 0',
  ],
  [
    `${GOOD}limits:\n  servers: 9000\n`,
    '7:12: limits.servers: expected a whole number from 1 to 200, found the number 9000',
  ],
  [
    `${GOOD}limits:\n  servers: 1.5\n`,
    '7:12: limits.servers: expected a whole number from 1 to 200, found the number 1.5',
  ],
  [
    `${GOOD}server:\n  probes:\n    - type: ping\n`,
    '8:13: server.probes[0].type: expected one of tcp, http, console, found text "ping"',
  ],
  [
    `${GOOD}server:\n  probes:\n    - port: 80\n`,
    '8:7: server.probes[0].type: expected one of tcp, http, console, found nothing',
  ],
  [
    `${GOOD}server:\n  probes:\n    - {type: tcp, port: http}\n`,
    '8:25: server.probes[0].port: expected a whole number from 1 to 65535, found text "http"',
  ],
  [
    `${GOOD}server:\n  probes:\n    - {type: http, path: health}\n`,
    '8:26: server.probes[0].path: expected text that begins with "/", found text "health"',
  ],
  [
    `${GOOD}mappings:\n  network: [public]\n`,
    '7:12: mappings.network: expected a block of `source: destination` names, found a list',
  ],
  [
    `${GOOD}mappings:\n  networks: {a: b}\n`,
    '7:3: mappings: unknown key "networks": did you mean "network"?',
  ],
  [
    `${GOOD}mappings:\n  network: {'team-*': '*-*'}\n`,
    '7:23: mappings.network.team-*: expected no more stars than "team-*" has, found text "*-*"',
  ],
  [
    `${GOOD}mappings:\n  address:\n    10.5.0.0/24: 10.99.0.0/25\n`,
    '8:18: mappings.address.10.5.0.0/24: expected an IPv4 range of /24, or any, found text "10.99.0.0/25"',
  ],
  [
    `${GOOD}mappings:\n  address: { '10.5.0': any }\n`,
    '7:24: mappings.address.10.5.0: expected an address or a range (10.5.0.0/24) before the colon, found text "any"',
  ],
  [
    `${GOOD}mappings:\n  address: { 10.5.0.1: 10.9.0.1, 10.5.0.2: 10.9.0.1 }\n`,
    '7:44: mappings.address.10.5.0.2: expected another target: "10.5.0.1" is mapped to 10.9.0.1, found text "10.9.0.1"',
  ],
  [
    GOOD.replace('name: acme', 'name: Acme_1'),
    '1:7: name: expected lower-case letters, digits and dashes, at most 36, found text "Acme_1"',
  ],
  [GOOD.replace('east', '""'), '2:9: source: expected text, found empty text'],
  [
    GOOD.replace('west', 'east'),
    '3:14: destination: expected another cloud than the source, found "east" in both',
  ],
  ['', '1:1: the file is empty; `pumphouse migrate --help` shows a spec'],
  ['# nothing yet\n', '1:1: the file is empty; `pumphouse migrate --help` shows a spec'],
  [
    'just words\n',
    '1:1: expected a block with the keys name, source, destination, strategy, select, include, exclude, mappings, quotas, sharedSegments, server, limits, found text "just words"',
  ],
  [
    '- name: acme\n',
    '1:1: expected a block with the keys name, source, destination, strategy, select, include, exclude, mappings, quotas, sharedSegments, server, limits, found a list',
  ],
])('the mistake in %j is told with its line and column', (text, mistake) => {
  expect(mistakes(text)).toContain(`acme.yaml:${mistake}`);
});

test('every mistake of a spec is told at once', () => {
  expect(mistakes(`${GOOD}limits: 3\nserver: 4\nmappings: 5\n`)).toHaveLength(3);
});

test('an alias that stands for nothing is a mistake of the spec', () => {
  expect(mistakes(GOOD.replace('[acme]', '*projects')).join()).toContain('acme.yaml');
});

test('a list that never ends is told as wrong YAML, once', () => {
  expect(mistakes(GOOD.replace(']', ''))).toEqual([expect.stringContaining(': expected YAML: ')]);
});

test('a bomb of aliases is refused', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `l${level}: &l${level} [${level === 0 ? 'a' : Array.from({ length: 9 }, () => `*l${level - 1}`).join(',')}]`,
  );
  expect(mistakes(`${levels.join('\n')}\n`).join()).toContain('aliases');
});

test('a saved plan in place of a spec is told as such, in one line', () => {
  const plan = '{"format":"pumphouse-plan/1","spec":{},"items":[],"concerns":[],"digest":"0"}';
  expect(mistakes(plan)).toEqual([
    'acme.yaml: is a saved plan, no spec: `pumphouse migrate --plan acme.yaml` takes it',
  ]);
});
