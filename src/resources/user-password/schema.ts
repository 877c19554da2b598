import { createHmac } from 'node:crypto';
import type { Provenance } from '../../model/provenance.ts';
import type { PasswordRow } from '../../openstack/identity-database/passwords.ts';
import type { HashScheme } from '../../openstack/identity-database/schemes.ts';

/** A user's password, without its hash: what a plan, a comparison or an error may hold. Its id is the user's. */
export interface UserPassword {
  readonly id: string;
  /** The user's. */
  readonly name: string;
  /** Undefined for a user without a password. */
  readonly password: Fingerprint | undefined;
  /** The user's mark: one that we made has no password but ours, until its owner sets another. */
  readonly mark: Provenance | undefined;
}

export interface Fingerprint {
  /** Tells one hash from another, and nothing else: a hash has a salt of 64 bits or more that nobody can guess. */
  readonly value: string;
  readonly scheme: HashScheme;
  /** ISO 8601, whole seconds. */
  readonly created: string;
  readonly expires: string | null;
  readonly selfService: boolean;
}

export function fingerprint(row: PasswordRow): Fingerprint {
  return {
    value: createHmac('sha256', 'pumphouse user-password').update(row.hash()).digest('base64url'),
    scheme: row.scheme,
    created: seconds(row.created),
    expires: row.expires === undefined ? null : seconds(row.expires),
    selfService: row.selfService,
  };
}

function seconds(microseconds: bigint): string {
  const whole = (microseconds / 1_000_000n) * 1000n;
  return new Date(Number(whole)).toISOString().replace('.000', '');
}
