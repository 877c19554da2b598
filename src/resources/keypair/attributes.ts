import type { Attributes, Translate } from '../resource-kind.ts';
import type { Keypair } from './schema.ts';

export function attributes(keypair: Keypair, translate: Translate): Attributes {
  return {
    name: keypair.name,
    user: translate('user', keypair.userId),
    type: keypair.type,
    fingerprint: keypair.fingerprint,
    public_key: keypair.public_key.trim(),
  };
}
