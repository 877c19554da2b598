import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceTag } from '../../src/model/provenance.ts';
import type { Resource, ResourceKind } from '../../src/resources/resource-kind.ts';
import { network } from '../../src/resources/network/index.ts';
import { port } from '../../src/resources/port/index.ts';
import { router } from '../../src/resources/router/index.ts';
import { securityGroup } from '../../src/resources/security-group/index.ts';
import { subnet } from '../../src/resources/subnet/index.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeGround, makeNeutron, tagNeutron } from './neutron-lab.ts';
import type { Ground } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';

// Everybody may write on what is theirs whatever they like, our mark too: ids of what is shared in the source are no secret.
let lab: Lab;
let ground: Ground;
let ids: Readonly<Record<string, string>>;
let stranger: string;

beforeAll(async () => {
  lab = await openLab();
  ground = await makeGround(lab);
  const owner = await lab.makeProject(lab.destination);
  stranger = await lab.makeProject(lab.destination, { name: `${lab.run}-stranger` });
  const inDestination = await makeNeutron(lab, lab.destination, 'network', {
    name: 'theirs',
    project_id: owner,
  });
  ids = { [`project/${ground.project}`]: owner, [`network/${ground.network}`]: inDestination };
});
afterAll(() => lab?.end());

interface Forgery {
  readonly kind: ResourceKind;
  readonly one: string;
  /** Of the source; its id. */
  readonly make: () => Promise<string>;
  /** What a stranger makes in the destination. */
  readonly forge: () => Promise<string>;
}

const inSource = (one: string, body: object): Promise<string> =>
  makeNeutron(lab, lab.source, one, { ...body, project_id: ground.project });
const forge = (one: string, body: object): Promise<string> =>
  makeNeutron(lab, lab.destination, one, { ...body, project_id: stranger });

async function strangersNetwork(): Promise<string> {
  return forge('network', { name: 'trap' });
}

const FORGERIES: readonly Forgery[] = [
  {
    kind: network,
    one: 'network',
    make: () => Promise.resolve(ground.network),
    forge: strangersNetwork,
  },
  {
    kind: subnet,
    one: 'subnet',
    make: () => Promise.resolve(ground.subnet),
    forge: async () =>
      forge('subnet', {
        network_id: await strangersNetwork(),
        cidr: '10.99.0.0/24',
        ip_version: 4,
        enable_dhcp: false,
      }),
  },
  {
    kind: router,
    one: 'router',
    make: () => inSource('router', { name: 'edge' }),
    forge: () => forge('router', { name: 'edge' }),
  },
  {
    kind: securityGroup,
    one: 'security_group',
    make: () => inSource('security_group', { name: 'web' }),
    forge: () => forge('security_group', { name: 'web' }),
  },
  {
    kind: port,
    one: 'port',
    make: () => inSource('port', { network_id: ground.network }),
    forge: async () => forge('port', { network_id: await strangersNetwork() }),
  },
];

async function foundFor({ kind, make }: Forgery): Promise<readonly Resource[]> {
  const source = await existing(kind, lab.source, await make());
  return kind.find(lab.destination, source, ids);
}

test.each(FORGERIES)('a $one of another project that bears our mark is not ours', async (each) => {
  const id = await each.make();
  const forged = await each.forge();
  await tagNeutron(lab.destination, `/${each.one.replaceAll('_', '-')}s/${forged}`, [
    sourceTag(id),
  ]);
  const found = await foundFor({ ...each, make: () => Promise.resolve(id) });
  expect(found).toEqual([]);
});
