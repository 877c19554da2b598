import { DatabaseError } from '../../errors/database.ts';
import { UsageError } from '../../errors/migration.ts';
import { tlsOptions } from './connection.ts';
import type { Connections } from './connection.ts';
import type { IdentityDatabase, IdentityDatabaseState } from './identity-database.ts';
import { connectMysql } from './mysql.ts';
import {
  insertPassword,
  insertPermissionStatement,
  localUserNumber,
  newestPassword,
  passwords,
  removePassword,
} from './passwords.ts';
import type { Tables } from './passwords.ts';
import { connectPostgresql } from './postgresql.ts';
import { databaseError, lacksTls } from './problem.ts';
import type { Place } from './problem.ts';
import { readSchema } from './schema.ts';
import { takesScheme } from './schemes.ts';
import { isLocal, placeOf } from './settings.ts';
import type { DatabaseSettings } from './settings.ts';

/** For so long a database is taken to be as it was seen: a worker sees one that came back or was upgraded. */
const SEEN_MS = 60_000;

interface Opened extends Tables {
  readonly connections: Connections;
  readonly encrypted: boolean;
}

/** Keystone's database of a cloud. Nothing is connected yet. */
export function openIdentityDatabase(cloud: string, settings: DatabaseSettings): IdentityDatabase {
  const place = { cloud, place: placeOf(settings) };
  let opened: Promise<Opened> | undefined;
  let seenAt = 0;

  const open = (): Promise<Opened> => {
    if (opened === undefined || Date.now() - seenAt > SEEN_MS) {
      seenAt = Date.now();
      opened = look(settings, place, opened);
    }
    return opened;
  };
  const using = async <Result>(work: (database: Opened) => Promise<Result>): Promise<Result> => {
    const database = await open();
    return told(place, () => work(database));
  };
  return {
    place: place.place,
    state: () => using((database) => stateOf(database, settings)),
    newestPassword: (userId) =>
      using((database) => newestPassword(database.connections.send, database, userId)),
    async *passwords() {
      const database = await open();
      const rows = passwords(database.connections.send, database)[Symbol.asyncIterator]();
      for (;;) {
        const next = await told(place, () => rows.next());
        if (next.done === true) return;
        yield next.value;
      }
    },
    insertPassword: (userId, row) =>
      using(async (database) => {
        const number = await localUserNumber(database.connections.send, userId);
        if (number === undefined) throw noLocalUser(place, userId);
        await database.connections.locked(number, (send) =>
          insertPassword(send, database, { ...row, userId }),
        );
      }),
    removePassword: (userId) =>
      using(async (database) => {
        const row = await newestPassword(database.connections.send, database, userId);
        return row !== undefined && removePassword(database.connections.send, database, row);
      }),
    close() {
      const last = opened;
      opened = undefined;
      last?.then(({ connections }) => connections.close()).catch(() => undefined);
    },
  };
}

/** Looked at anew, through the connections that are there. */
async function look(
  settings: DatabaseSettings,
  place: Place,
  before: Promise<Opened> | undefined,
): Promise<Opened> {
  const { dialect } = settings;
  const known = await before?.catch(() => undefined);
  const { connections, encrypted } = known ?? (await told(place, () => connect(settings)));
  try {
    const schema = await told(place, () => readSchema(connections.send, dialect, place));
    return { connections, encrypted, dialect, schema };
  } catch (error) {
    await connections.close().catch(() => undefined);
    throw error;
  }
}

async function connect(
  settings: DatabaseSettings,
): Promise<Pick<Opened, 'connections' | 'encrypted'>> {
  const open = settings.dialect === 'mysql' ? connectMysql : connectPostgresql;
  const { mode } = settings.tls;
  const plain = async () => ({ connections: await open(settings, undefined), encrypted: false });
  if (mode === 'off' || (mode === 'prefer' && isLocal(settings))) return plain();
  try {
    return { connections: await open(settings, await tlsOptions(settings)), encrypted: true };
  } catch (error) {
    if (mode === 'prefer' && lacksTls(error)) return plain();
    throw error;
  }
}

async function stateOf(
  { connections, encrypted, schema }: Opened,
  settings: DatabaseSettings,
): Promise<IdentityDatabaseState> {
  return {
    exposed: !encrypted && !isLocal(settings),
    takes: (scheme) => takesScheme(schema, scheme),
    async mayInsert() {
      try {
        await connections.send(insertPermissionStatement());
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** What a driver throws leaves as our own error, without anything of what was sent. */
async function told<Result>(place: Place, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseError || error instanceof UsageError) throw error;
    throw databaseError(error, place);
  }
}

function noLocalUser(place: Place, userId: string): DatabaseError {
  return new DatabaseError({
    ...place,
    problem: 'unknown-schema',
    detail: `the user ${userId} has no row in local_user: is it the database of this cloud's Keystone?`,
  });
}
