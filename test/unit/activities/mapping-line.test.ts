import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { reuse } from '../../../src/activities/copy-resource.ts';
import { mappingLine } from '../../../src/activities/mapping-line.ts';
import { siftOrphans } from '../../../src/activities/orphans.ts';
import { specSchema } from '../../../src/model/spec.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { KINDS, kindOf } from '../../../src/resources/registry.ts';

const cloud = { name: 'new' } as Cloud;
const BASE = { name: 'acme', source: 'a', destination: 'b', select: { projects: ['p'] } };

/** What a remedy would have the operator write, as the spec reads it. */
function read(line: string): Readonly<Record<string, unknown>> {
  const [, block = ''] = /^(mappings: .*)$/.exec(line) ?? [];
  const nested = block.replace('mappings: ', 'mappings:\n  ');
  return specSchema.parse({ ...BASE, ...(parse(nested) as object) }).mappings;
}

test.each(KINDS.map((kind) => [kind.kind, kind] as const))(
  'the mapping that is advised for a %s is one that the spec takes, or none',
  (_name, kind) => {
    for (const name of ['web', '', 'a: b, {c}', "it's", 'team-*', 'two words']) {
      const line = mappingLine(kind, { id: 'id-1', name });
      if (line === undefined) continue;
      const [entries] = Object.values(read(line));
      const entry = name === '' || name.includes('*') ? 'id-1' : name;
      expect(entries).toEqual({ [entry]: '<id or name>' });
    }
    expect(mappingLine(kind, { id: 'id-1', name: '' }) ?? 'mappings').not.toContain('{ :');
  },
);

test('a port whose MAC another one has is to be made equal or removed, not mapped', () => {
  const port = { id: 'p1', name: '', mac_address: 'fa:16:3e:00:00:01', fixed_ips: [], tags: [] };
  const resource = {
    ...port,
    security_groups: [],
    allowed_address_pairs: [],
    extra_dhcp_opts: [],
    'binding:profile': {},
    admin_state_up: true,
  };
  const request = { kind: kindOf('port'), destination: cloud, ids: {}, mappings: {} };
  const existing = { ...resource, id: 'p2', admin_state_up: false };
  expect(() => reuse(request, resource, existing)).toThrow(
    'new has port fa:16:3e:00:00:01 with other values (admin_state_up true → false). Make it equal, remove it there, or leave out',
  );
});

const node = (kind: string, needs: string[]) => ({
  key: `${kind}/x`,
  kind: kindOf(kind),
  resource: { id: 'x', name: 'web' },
  dependsOn: needs,
  needs,
  companions: [],
});

test('what needs something that is gone is to be mapped only where it can be', () => {
  const nodes = [node('network', ['project/gone']), node('trunk', ['port/gone'])];
  const { concerns } = siftOrphans(
    cloud,
    new Map(nodes.map((each) => [each.key, each])),
    nodes.map(({ key }) => key),
  );
  expect(concerns.map(({ remedy }) => remedy)).toEqual([
    'Leave out what needs it, or map what needs it in the spec: mappings: network: { web: <id or name> }.',
    'Leave out what needs it.',
  ]);
});
