import { expect, test } from 'vitest';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { markedNetworks, setTags } from '../../../src/resources/neutron/mark.ts';
import { writeLimits } from '../../../src/resources/quota/calls.ts';
import { json, startLocalCloud } from '../openstack/local-cloud.ts';
import type { LocalCloud } from '../openstack/local-cloud.ts';

/** A Neutron that says 409 to the first writes: another worker adds the same rows. */
function neutron(refused: number): Promise<LocalCloud> {
  let writes = 0;
  return startLocalCloud(({ method }, response) => {
    if (method === 'PUT') writes += 1;
    const raced = method === 'PUT' && writes <= refused;
    json(response, raced ? 409 : 200, raced ? { NeutronError: { message: 'Duplicate' } } : {});
  });
}

const writes = {
  tags: (cloud: Cloud): Promise<void> =>
    setTags(cloud, markedNetworks, { id: 'n', description: '', tags: [] }, ['blue']),
  quotas: (cloud: Cloud): Promise<void> =>
    writeLimits(cloud, 'network', { project: 'p' }, { port: 9 }),
};

test.each(Object.entries(writes))(
  '%s that two workers set in the same moment are set by both, and a refusal that stays is told',
  async (_, write) => {
    const raced = await neutron(1);
    await write(raced.cloud);
    expect(raced.seen.filter(({ method }) => method === 'PUT')).toHaveLength(2);
    const refused = await neutron(Infinity);
    await expect(write(refused.cloud)).rejects.toThrow('409');
  },
);
