import { expect, test } from 'vitest';
import { attributes } from '../../../../src/resources/security-group-rules/attributes.ts';
import type { GroupRules, Rule } from '../../../../src/resources/security-group-rules/schema.ts';

function group(...rules: Partial<Rule>[]): GroupRules {
  const rule = { id: 'rule', direction: 'ingress', ethertype: 'IPv4', protocol: 'tcp' };
  const security_group_rules = rules.map((each) => ({ ...rule, ...each }));
  return {
    id: 'group',
    name: 'web',
    project_id: 'project',
    description: '',
    tags: [],
    security_group_rules,
  };
}

const same = (_kind: string, id: string): string => id;

test('the order and the ids of rules mean nothing', () => {
  const one = group({ id: 'a', port_range_min: 22 }, { id: 'b', port_range_min: 80 });
  const other = group({ id: 'c', port_range_min: 80 }, { id: 'd', port_range_min: 22 });
  expect(attributes(one, same)).toEqual(attributes(other, same));
});

test('a prefix is its range, and every address is no prefix', () => {
  const one = group({ remote_ip_prefix: '10.0.0.7/24' }, { remote_ip_prefix: '0.0.0.0/0' });
  const other = group({ remote_ip_prefix: null }, { remote_ip_prefix: '10.0.0.0/24' });
  expect(attributes(one, same)).toEqual(attributes(other, same));
});

test('a rule for a group that is not in the destination equals no rule for everybody', () => {
  const forGroup = attributes(group({ remote_group_id: 'web' }), () => undefined);
  const forAll = attributes(group({}), () => undefined);
  expect(forGroup).not.toEqual(forAll);
});
