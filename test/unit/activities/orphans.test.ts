import { expect, test } from 'vitest';
import type { Node } from '../../../src/activities/node.ts';
import { siftOrphans } from '../../../src/activities/orphans.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { kindOf } from '../../../src/resources/registry.ts';

const source = { name: 'old' } as Cloud;

function graph(needs: Readonly<Record<string, readonly string[]>>): Map<string, Node> {
  const kind = kindOf('network');
  return new Map(
    Object.entries(needs).map(([key, needed]) => {
      const resource = { id: key, name: key };
      return [
        key,
        { key, kind, resource, needs: needed, dependsOn: needed, companions: ['rules'] },
      ];
    }),
  );
}

test('what was asked for, and needs something that is gone, stays and is a blocker', () => {
  const { nodes, concerns } = siftOrphans(source, graph({ a: ['b'], b: ['gone/1'] }), ['a']);
  expect([...nodes.keys()]).toEqual(['a', 'b']);
  expect(concerns).toMatchObject([{ severity: 'blocker', subject: 'gone/1' }]);
  expect(concerns[0]?.message).toContain('which old no longer has');
});

test('what was only come across goes, with all that needs it', () => {
  const needs = { group: ['project/1'], rules: ['group'], user: [], more: ['rules'] };
  const { nodes, concerns } = siftOrphans(source, graph(needs), ['user']);
  expect([...nodes.keys()]).toEqual(['user']);
  expect(nodes.get('user')?.companions).toEqual([]);
  expect(concerns).toMatchObject([{ severity: 'warning', code: 'orphans', subject: 'old' }]);
  expect(concerns[0]?.message).toContain('3 resources (3 network)');
});

test('where nothing is missing nothing is said', () => {
  const nodes = graph({ a: ['b'], b: [] });
  expect(siftOrphans(source, nodes, ['a'])).toEqual({ nodes, concerns: [] });
});
