import type { PasswordRow } from './passwords.ts';
import type { HashScheme } from './schemes.ts';

/** What no API of Keystone tells: its users' password hashes, in the tables `local_user` and `password`. */
export interface IdentityDatabase {
  /** Host, port and database. */
  readonly place: string;
  /** @throws DatabaseError where it does not answer, refuses, or has other tables */
  state(): Promise<IdentityDatabaseState>;
  /** The one that Keystone checks at login; undefined where the user has none here (LDAP, federated, made without). */
  newestPassword(userId: string): Promise<PasswordRow | undefined>;
  /** Of every user that has one. */
  passwords(): AsyncIterable<PasswordRow>;
  /** Gives a user without a password the row of another database. A user that has one by now keeps it. */
  insertPassword(
    userId: string,
    row: Pick<PasswordRow, 'hash' | 'created' | 'expires' | 'selfService'>,
  ): Promise<void>;
  /** Takes away a row that came from another database; one that this Keystone made stays. Answers whether there was such a one. */
  removePassword(userId: string): Promise<boolean>;
  close(): void;
}

export interface IdentityDatabaseState {
  /** Not encrypted, and the host is another. */
  readonly exposed: boolean;
  /** Whether its Keystone checks such a hash at login. */
  takes(scheme: HashScheme): boolean;
  /** Asks without changing anything. */
  mayInsert(): Promise<boolean>;
}
