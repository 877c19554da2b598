import { expect, test } from 'vitest';
import { z } from 'zod';
import { openCloud } from '../../src/openstack/open-cloud.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { neutronShaped } from '../../src/resources/nova-network/neutron-shaped.ts';
import { securityGroupRules } from '../../src/resources/security-group-rules/index.ts';

// The lab's Nova has no networks of its own any more; it still answers in nova-network's words for its Neutron.
function withoutNetworkService(cloud: Cloud): Cloud {
  return {
    ...cloud,
    versions: (service) =>
      service === 'network' ? Promise.resolve(undefined) : cloud.versions(service),
  };
}

async function openSource(): Promise<Cloud> {
  return openCloud('src', {
    environment: { OS_CLIENT_CONFIG_FILE: '/var/lib/pumphouse-lab/clouds.yaml', ...process.env },
  });
}

test('security groups that a real Nova tells of say the same as Neutron’s', async () => {
  const cloud = await openSource();
  try {
    const old = neutronShaped(withoutNetworkService(cloud));
    const [told, own] = await Promise.all([
      collect(securityGroupRules.list(old, {})),
      collect(securityGroupRules.list(cloud, {})),
    ]);
    const words = (groups: typeof own) =>
      groups
        .map(({ id, name, project_id, description, security_group_rules: rules }) => ({
          id,
          name,
          project_id,
          description,
          // Nova tells nothing of what goes out, and of what comes in not whether it is IPv6 where a group is named.
          rules: rules
            .filter(({ direction, protocol }) => direction === 'ingress' && protocol)
            .map((rule) => `${rule.protocol} ${rule.port_range_min} ${rule.port_range_max}`)
            .toSorted(),
        }))
        .toSorted((left, right) => left.id.localeCompare(right.id));
    expect(words(told)).toEqual(words(own));
    expect(told.some((group) => group.security_group_rules.length > 2)).toBe(true);
  } finally {
    cloud.close();
  }
});

test('a Nova that has its networks from a Neutron is not taken for nova-network', async () => {
  const cloud = await openSource();
  try {
    const old = neutronShaped(withoutNetworkService(cloud));
    const listing = collect(
      old.list('network', { path: '/networks', key: 'networks', schema: z.unknown() }),
    );
    await expect(listing).rejects.toThrow('from a Neutron');
  } finally {
    cloud.close();
  }
});
