import { assert, property, string, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { keypair } from '../../../../src/resources/keypair/index.ts';
import { keypairId, parseKeypairId } from '../../../../src/resources/keypair/schema.ts';

test('an id is read back, whatever the name holds', () => {
  const userId = stringMatching(/^[0-9a-f]{32}$/);
  const name = string({ minLength: 1 });
  assert(
    property(userId, name, (user, key) => {
      expect(parseKeypairId(keypairId(user, key))).toEqual({ userId: user, name: key });
    }),
  );
});

const translate = (_kind: string, id: string): string => id;

test('a keypair that ends in a line feed equals one that does not', () => {
  const one = {
    id: 'u/k',
    userId: 'u',
    name: 'k',
    type: 'ssh',
    fingerprint: '70:10',
    public_key: 'ssh-ed25519 AAAA alice@lab\n',
  };
  const other = { ...one, public_key: one.public_key.trim() };
  expect(keypair.attributes(one, translate)).toEqual(keypair.attributes(other, translate));
});
