import { keypair } from '../../src/resources/keypair/index.ts';
import { createKeypair, deleteKeypair } from '../../src/resources/keypair/api.ts';
import { describeKind } from './resource-kind.suite.ts';
import type { Lab } from './lab.ts';

const ROADRUNNER =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAoqxUAm55xPB9djxZuommPoiUo7RowG3VP+zMTxdI6K road@runner';
const COYOTE =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGWzuzhXDMM4bPGCs4LzN4Yt0Lr8Hc2vYV3rCcEKbYHL wile@coyote';

async function makeKeypair(lab: Lab, where: 'source' | 'destination', of: Owned): Promise<string> {
  const cloud = lab[where];
  const id = await createKeypair(cloud, of.userId, { ...of, type: 'ssh' });
  lab.atEnd(() => deleteKeypair(cloud, id));
  return id;
}

interface Owned {
  readonly userId: string;
  readonly name: string;
  readonly public_key: string;
}

describeKind({
  kind: keypair,
  unique: true,
  async pick(lab) {
    const userId = await lab.make(lab.source, 'identity', {
      path: '/users',
      body: { user: { name: lab.run, domain_id: 'default' } },
    });
    return makeKeypair(lab, 'source', { userId, name: 'the key_1', public_key: ROADRUNNER });
  },
  foreign: {
    fate: 'refused',
    make: (lab, { name, userId }, translate) =>
      makeKeypair(lab, 'destination', {
        userId: translate('user', userId),
        name,
        public_key: COYOTE,
      }),
  },
});
