import { expect, test } from 'vitest';
import { styleOf } from '../../../../src/cli/output/style.ts';
import { changesBetween } from '../../../../src/cli/watch/events.ts';
import { measureRates } from '../../../../src/cli/watch/rates.ts';
import { renderEvent } from '../../../../src/cli/watch/render-event.ts';
import { renderScreen } from '../../../../src/cli/watch/render-screen.ts';
import { isOver } from '../../../../src/cli/watch/snapshot.ts';
import { NARROW } from '../run-program.ts';
import type { Look } from '../../../../src/cli/watch/events.ts';

const MIB = 1024 * 1024;
const TRANSFER = { id: 'a', kind: 'image', name: 'debian', total: 1024 * MIB };
const LOOK: Look = {
  name: 'acme',
  at: new Date(2026, 10, 22, 18, 0, 0),
  status: 'running',
  startedAt: new Date(2026, 10, 22, 17, 59, 0),
  servers: [
    { id: '1', name: 'web1', phase: 'creating' },
    { id: '2', name: 'web2', phase: 'done', outcome: 'migrated' },
  ],
  summary: {
    servers: {},
    waiting: 2,
    running: 1,
    created: 5,
    reused: 1,
    failedItems: [],
    failedServers: [],
    concerns: [],
  },
  blocked: false,
  silent: false,
  transfers: [],
  retrying: [],
};

test('a transfer has a rate and a time left from its second sign of life on', () => {
  const measure = measureRates();
  expect(measure([{ ...TRANSFER, bytes: 0, at: 0 }])[0]).not.toHaveProperty('rate');
  expect(measure([{ ...TRANSFER, bytes: 256 * MIB, at: 2_000 }])[0]).toMatchObject({
    rate: 128 * MIB,
    etaMs: 6_000,
  });
});

test('the rate stands while a transfer says nothing new, and is forgotten when it begins anew', () => {
  const measure = measureRates();
  measure([{ ...TRANSFER, bytes: 0, at: 0 }]);
  measure([{ ...TRANSFER, bytes: 100, at: 1_000 }]);
  expect(measure([{ ...TRANSFER, bytes: 100, at: 1_000 }])[0]).toMatchObject({ rate: 100 });
  expect(measure([{ ...TRANSFER, bytes: 5, at: 2_000 }])[0]).not.toHaveProperty('rate');
});

test('the first look tells all, the next only what changed', () => {
  expect(changesBetween(undefined, LOOK).map(({ type }) => type)).toEqual([
    'migration',
    'server',
    'server',
  ]);
  expect(changesBetween(LOOK, LOOK)).toEqual([]);
  const next: Look = {
    ...LOOK,
    servers: [{ id: '1', name: 'web1', phase: 'verifying' }, LOOK.servers[1]!],
  };
  expect(changesBetween(LOOK, next)).toEqual([
    { type: 'server', id: '1', name: 'web1', phase: 'verifying' },
  ]);
});

test('a server that ends is told with its error', () => {
  const result = {
    id: '1',
    name: 'web1',
    project: 'p',
    outcome: 'compensated',
    durationMs: 1,
    error: 'no quota',
    concerns: [],
  } as const;
  const next: Look = {
    ...LOOK,
    servers: [{ id: '1', name: 'web1', phase: 'done', outcome: 'compensated' }],
    summary: { ...LOOK.summary!, failedServers: [result] },
  };
  const [event] = changesBetween(LOOK, next);
  expect(renderEvent(event!, next.at, styleOf(false))).toBe('18:00:00 web1: compensated: no quota');
});

test('the screen shows servers by phase and transfers with rate and time left, within 80 columns', () => {
  const transfers = [{ ...TRANSFER, bytes: 512 * MIB, at: 0, rate: 64 * MIB, etaMs: 8_000 }];
  const screen = renderScreen({ ...LOOK, transfers }, NARROW);
  expect(screen).toContain('1 of 4 ended: 1 migrated');
  expect(screen).toMatch(/creating +1 +web1/);
  expect(screen).toMatch(/waiting +2/);
  expect(screen.replaceAll(/\s+/g, ' ')).toContain(
    '512 MiB of 1.0 GiB, 50 %, 64 MiB/s, 8.0 s left',
  );
  expect(Math.max(...screen.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('ten thousand servers still fit a screen', () => {
  const servers = Array.from({ length: 10_000 }, (_, id) => ({
    id: `${id}`,
    name: `s${id}`,
    phase: 'creating' as const,
  }));
  const transfers = Array.from({ length: 64 }, (_, id) => ({
    ...TRANSFER,
    id: `${id}`,
    bytes: 1,
    at: 0,
  }));
  expect(renderScreen({ ...LOOK, servers, transfers }, NARROW).split('\n').length).toBeLessThan(24);
});

test('a cancelled migration is over when its last server has ended', () => {
  expect(isOver({ ...LOOK, status: 'cancelled' })).toBe(false);
  expect(isOver({ ...LOOK, status: 'cancelled', servers: [LOOK.servers[1]!] })).toBe(true);
});
