import type { Pool, PoolConnection, PoolOptions } from 'mysql2/promise';
import { ANSWER_MS, CONNECTIONS, CONNECT_MS, IDLE_MS, tried } from './connection.ts';
import type { Connections, Row, Send, TlsOptions } from './connection.ts';
import type { DatabaseSettings } from './settings.ts';

/**
 * MySQL and MariaDB. The driver is loaded here only: who has no such database pays nothing. It cannot verify a certificate's identity
 * where the host is an address: that ends as `untrusted`, never unverified.
 */
export async function connectMysql(
  settings: DatabaseSettings,
  tls: TlsOptions | undefined,
): Promise<Connections> {
  const { createPool } = await import('mysql2/promise');
  const pool = createPool(optionsOf(settings, tls));
  return tried({
    send: sendOn(pool),
    locked: (lock, work) => locked(pool, `pumphouse.password.${lock}`, work),
    close: () => pool.end(),
  });
}

function optionsOf(settings: DatabaseSettings, tls: TlsOptions | undefined): PoolOptions {
  const { host, port, user, password, database } = settings;
  return {
    ...(host.startsWith('/') ? { socketPath: host } : { host, port }),
    user,
    password,
    database,
    ...(tls !== undefined && { ssl: { ...tls } }),
    connectionLimit: CONNECTIONS,
    maxIdle: 1,
    idleTimeout: IDLE_MS,
    connectTimeout: CONNECT_MS,
    charset: 'utf8mb4',
  };
}

function sendOn(on: Pick<Pool, 'execute'>): Send {
  return async (statement, values = []) => {
    const [rows] = await on.execute({ sql: statement, timeout: ANSWER_MS }, [...values]);
    return Array.isArray(rows) ? (rows as Row[]) : [];
  };
}

/** The lock is the session's: it outlives the transaction, and ends at the latest with the connection. */
async function locked<Result>(
  pool: Pool,
  name: string,
  work: (send: Send) => Promise<Result>,
): Promise<Result> {
  const connection = await pool.getConnection();
  try {
    const send = sendOn(connection);
    await takeLock(send, name);
    await connection.beginTransaction();
    const result = await work(send);
    await connection.commit();
    await send('DO RELEASE_LOCK(?)', [name]);
    connection.release();
    return result;
  } catch (error) {
    abandon(connection);
    throw error;
  }
}

async function takeLock(send: Send, name: string): Promise<void> {
  const [row] = await send('SELECT GET_LOCK(?, 20) AS taken', [name]);
  if (Number(row?.['taken']) !== 1) throw new Error('the lock was not free in time');
}

/** Closed, not given back: that rolls back and frees the lock whatever state it is in. */
function abandon(connection: PoolConnection): void {
  connection.destroy();
}
