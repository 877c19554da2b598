import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderResult } from '../../../../src/cli/output/data.ts';
import { renderPlan } from '../../../../src/cli/output/plan.ts';
import { formatBytes, formatDuration } from '../../../../src/cli/output/quantities.ts';
import { renderStatus } from '../../../../src/cli/output/status.ts';
import { NARROW, PLAIN } from '../run-program.ts';
import type { MigrationStatus } from '../../../../src/cli/migrations/status.ts';
import type { ToldPlan } from '../../../../src/cli/output/plan.ts';
import type { Estimate, Plan, PlanItem } from '../../../../src/model/plan.ts';

const PLAN: Plan = {
  migration: 'acme',
  source: 'east',
  destination: 'west',
  items: [
    {
      key: 'network/1',
      kind: 'network',
      name: 'front',
      dependsOn: [],
      action: 'create',
      reason: 'not there yet',
    },
    {
      key: 'network/2',
      kind: 'network',
      name: 'public',
      dependsOn: [],
      action: 'reuse',
      reason: 'mapped by the spec',
    },
    {
      key: 'server/3',
      kind: 'server',
      name: 'db',
      dependsOn: [],
      action: 'blocked',
      reason: 'has a volume',
    },
  ],
  concerns: [
    {
      severity: 'info',
      code: 'b',
      subject: 'network/1',
      message: 'MTU differs.',
      remedy: 'Nothing.',
    },
    {
      severity: 'blocker',
      code: 'a',
      subject: 'server/3',
      message: 'db has a volume.',
      remedy: 'Leave it out.',
    },
  ],
};

const STATUS: MigrationStatus = {
  name: 'acme',
  status: 'completed',
  startedAt: new Date('2026-11-22T17:00:00Z'),
  endedAt: new Date('2026-11-22T17:02:05Z'),
  blocked: false,
  servers: [
    {
      id: '1',
      name: 'web1',
      project: 'acme',
      outcome: 'migrated',
      downtimeMs: 14_200,
      concerns: [],
    },
    {
      id: '2',
      name: 'web2',
      project: 'acme',
      outcome: 'compensated',
      error: 'quota exceeded',
      concerns: [],
    },
  ],
  waiting: 0,
  created: 12,
  reused: 3,
  failedItems: [{ key: 'image/9', name: 'debian', error: 'checksum differs' }],
  concerns: [],
  lost: {},
  warnings: [],
};

const NOTHING: Estimate = { bytes: 0, durationMs: 0, running: 0, downtimeMs: 0 };

function rendered(plan: Plan, told: Partial<ToldPlan> = {}): string {
  return renderPlan({ plan, estimate: NOTHING, lost: {}, ...told }, PLAIN);
}

test('a plan shows items by kind, the gravest concern first, and that it would stop', () => {
  const text = rendered(PLAN);
  expect(text).toContain('network  create   front   not there yet');
  expect(text).toContain('         reuse    public  mapped by the spec');
  expect(text.indexOf('blocker: db has a volume.')).toBeLessThan(text.indexOf('info: MTU'));
  expect(text).toContain('→ Leave it out.');
  expect(text).toContain('1 blocker: `migrate` would stop before it changed anything.');
});

test('a plan without blockers says that nothing stands in the way', () => {
  const items = PLAN.items.slice(0, 2);
  expect(rendered({ ...PLAN, items, concerns: [] })).toContain(
    '1 to create, 1 to reuse. Nothing stands in the way.',
  );
});

test('a plan says how much it moves, how long that takes, and that this is an estimate', () => {
  const estimate = { bytes: 3 * 1024 ** 3, durationMs: 1_830_000, running: 6, downtimeMs: 51_000 };
  expect(rendered(PLAN, { estimate })).toContain(
    '3.0 GiB to move. Estimated, from rates measured elsewhere: 30 m 30 s in all, and 51 s out of service for each of 6 running servers.',
  );
});

test('what no API carries is said once where it is the same of several, else by kind', () => {
  const id = { id: 'Neutron chooses it.' };
  const server = { id: 'Nova chooses it.', created: 'No API sets it.', updated: 'No API sets it.' };
  expect(rendered(PLAN, { lost: { network: id, server, subnet: id } })).toContain(
    'Cannot be carried\n' +
      '  id (Neutron chooses it): network, subnet\n' +
      '  server  id (Nova chooses it); created, updated (No API sets it)\n',
  );
});

const oneOfMany = (index: number): PlanItem => ({
  key: `server/${index}`,
  kind: 'server',
  name: `web${index}`,
  dependsOn: [],
  action: index === 4_000 ? 'blocked' : 'create',
  reason: index === 4_000 ? 'has a volume' : 'not there yet',
});

test('a plan of thousands is cut: what is blocked is shown, the rest counted', () => {
  const items = Array.from({ length: 5_000 }, (_none, index) => oneOfMany(index));
  const lines = rendered({ ...PLAN, items, concerns: [] }).split('\n');
  expect(lines.length).toBeLessThan(30);
  expect(lines.join('\n')).toMatch(/server +blocked +web4000 +has a volume/);
  expect(lines.join('\n')).toContain('… and 4989 more  4989 create (-o json shows all)');
});

test('a kind stands after those it depends on', () => {
  const [network, , server] = PLAN.items as [PlanItem, PlanItem, PlanItem];
  const text = rendered({ ...PLAN, items: [server, network] });
  expect(text.indexOf('front')).toBeLessThan(text.indexOf('db'));
});

const itemOf = (kind: string, id: string, name: string, project?: string): PlanItem => ({
  ...oneOfMany(0),
  key: `${kind}/${id}`,
  kind,
  name,
  ...(project === undefined ? {} : { project }),
});

test('what a kind has is shown by name, and what has the same name with its project', () => {
  const items = [
    itemOf('project', 'p1', 'office'),
    itemOf('project', 'p2', 'acme'),
    itemOf('security-group', '1', 'web10', 'p1'),
    itemOf('security-group', '2', 'default', 'p1'),
    itemOf('security-group', '3', 'web2', 'p1'),
    itemOf('security-group', '4', 'default', 'p2'),
  ];
  const names = rendered({ ...PLAN, items, concerns: [] }).match(
    /(?<=create +)\S.*?(?=  +not there)/g,
  );
  expect(names).toEqual(['acme', 'office', 'default (acme)', 'default (office)', 'web2', 'web10']);
});

test('a status shows servers, what was not copied, and what to do next, within 80 columns', () => {
  const text = renderStatus(STATUS, NARROW);
  expect(text).toContain('2 servers: 1 migrated, 1 compensated');
  expect(text).toMatch(/web1 +acme +migrated +14 s/);
  expect(text).toContain('quota exceeded');
  expect(text).toContain('not copied: image debian: checksum differs');
  expect(text).toContain('pumphouse retry acme');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('what failed alike is told once with the names, and what was too much to be named is counted', () => {
  const failedItems = ['anna', 'bela', 'carl'].map((name, index) => ({
    key: `user/u${index}`,
    name,
    error: `dst: user ${name} (u${index}) needs domain/d1, which is not there`,
  }));
  const other = { key: 'role/r1', name: 'pilot', error: 'dst: 403' };
  const text = renderStatus(
    { ...STATUS, failedItems: [...failedItems, other], moreFailedItems: 37 },
    PLAIN,
  );
  expect(text).toContain(
    'not copied: user anna: dst: user anna (u0) needs domain/d1, which is not there\n  The same: bela, carl.\n\n' +
      'not copied: role pilot: dst: 403\n\nnot copied: and 37 more.',
  );
  expect(text).toContain('41 resources could not be copied');
});

test('below a migration that has ended stands in short what no API carries of what it made', () => {
  const id = { id: 'Neutron chooses it.' };
  const server = { id: 'Nova chooses it.', user_id: 'It is the operator’s.', created: 'No.' };
  const lost = { network: id, subnet: id, server };
  expect(renderStatus({ ...STATUS, lost }, PLAIN)).toContain(
    'Not carried, or not always (docs/resources.md says when and why)\n' +
      '  id: network, subnet, server\n' +
      '  server  user_id; created\n',
  );
  expect(renderStatus({ ...STATUS, lost, status: 'running' }, PLAIN)).not.toContain('Not carried');
});

test('a concern of many is told with those that the report named, and how many it did not', () => {
  const message = 'The user anna is created without a password.';
  const remedy = 'Set one: user set anna';
  const of = { severity: 'warning' as const, code: 'user-without-password', subject: 'user/1' };
  const folded = { ...of, message, remedy, name: 'anna', others: ['carl', 'bela'], more: 70 };
  const again = {
    ...of,
    message: message.replace('anna', 'dora'),
    remedy: 'Set one: user set dora',
  };
  const text = renderStatus({ ...STATUS, concerns: [folded, again] }, PLAIN);
  expect(text).toContain(`warning: ${message}\n  The same: bela, carl, dora.\n  → ${remedy}`);
  expect(text).toContain('warning: 70 more of the kind user-without-password.\n');
});

test.each([
  ['held', 'pumphouse retry acme SERVER'],
  ['awaiting-cutover', 'pumphouse approve acme --gate cutover'],
  ['awaiting-retire', 'pumphouse approve acme --gate retire'],
] as const)('a server that is %s is told with what decides about it', (phase, step) => {
  const server = { id: '1', name: 'web1', project: 'acme', phase, concerns: [] };
  expect(renderStatus({ ...STATUS, status: 'running', servers: [server] }, PLAIN)).toContain(step);
});

test('a paused migration is told as such, with what lets it go on', () => {
  const text = renderStatus({ ...STATUS, status: 'running', paused: true, waiting: 3 }, PLAIN);
  expect(text).toContain('Migration acme: running, paused, started');
  expect(text).toContain('→ No new server begins until `pumphouse resume acme`.');
});

test('a migration that stopped at blockers says that nothing was changed', () => {
  const stopped = {
    ...STATUS,
    status: 'failed' as const,
    blocked: true,
    error: '1 blockers',
    servers: [],
  };
  expect(renderStatus(stopped, PLAIN)).toContain('Nothing was changed.');
});

test('JSON and YAML hold the same, ids whole', () => {
  const id = 'x'.repeat(300);
  const data = { id, at: new Date(0) };
  const json: unknown = JSON.parse(renderResult('json', data, () => ''));
  expect(parse(renderResult('yaml', data, () => ''))).toEqual(json);
  expect(json).toEqual({ id, at: '1970-01-01T00:00:00.000Z' });
});

test.each([
  [0, '0 ms'],
  [850, '850 ms'],
  [4_200, '4.2 s'],
  [59_000, '59 s'],
  [125_000, '2 m 05 s'],
  [3 * 3_600_000 + 600_000, '3 h 10 m'],
  [90 * 3_600_000, '3 d 18 h'],
])('%d milliseconds are told as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_024, '1.0 KiB'],
  [432_013_312, '412 MiB'],
  [1_073_741_824, '1.0 GiB'],
])('%d bytes are told as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
