import type { Pool, PoolConfig } from 'pg';
import { ANSWER_MS, CONNECTIONS, CONNECT_MS, IDLE_MS, tried } from './connection.ts';
import type { Connections, Row, Send, TlsOptions } from './connection.ts';
import type { DatabaseSettings } from './settings.ts';

/** The driver is loaded here only: who has no such database pays nothing. */
export async function connectPostgresql(
  settings: DatabaseSettings,
  tls: TlsOptions | undefined,
): Promise<Connections> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool(optionsOf(settings, tls));
  // An idle connection that breaks is replaced; without a listener the process would end.
  pool.on('error', () => undefined);
  return tried({
    send: sendOn(pool),
    locked: (lock, work) => locked(pool, lock, work),
    close: () => pool.end(),
  });
}

function optionsOf(settings: DatabaseSettings, tls: TlsOptions | undefined): PoolConfig {
  const { host, port, user, password, database } = settings;
  return {
    host,
    port,
    user,
    password,
    database,
    ssl: tls === undefined ? false : sslOf(tls),
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    query_timeout: ANSWER_MS,
    allowExitOnIdle: true,
    application_name: 'pumphouse',
  };
}

function sslOf({ verifyIdentity, ...options }: TlsOptions): NonNullable<PoolConfig['ssl']> {
  return { ...options, ...(!verifyIdentity && { checkServerIdentity: () => undefined }) };
}

function sendOn(on: Pick<Pool, 'query'>): Send {
  return async (statement, values = []) => {
    let place = 0;
    const text = statement.replaceAll('?', () => `$${(place += 1)}`);
    return (await on.query<Row>(text, [...values])).rows;
  };
}

/** The first number of the lock is ours by choice; it is free again when the transaction ends. */
async function locked<Result>(
  pool: Pool,
  lock: number,
  work: (send: Send) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let failed: unknown;
  try {
    const send = sendOn(client);
    await send('BEGIN');
    await send('SELECT pg_advisory_xact_lock(1886745960, CAST(? AS integer))', [String(lock)]);
    const result = await work(send);
    await send('COMMIT');
    return result;
  } catch (error) {
    failed = error;
    throw error;
  } finally {
    // Closed where something failed: that rolls back whatever state it is in.
    client.release(failed !== undefined);
  }
}
