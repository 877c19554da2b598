import { readFile } from 'node:fs/promises';
import { UsageError } from '../../errors/migration.ts';
import type { DatabaseSettings } from './settings.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Sends one statement with `?` in the places of its values. @throws what the driver throws, with the values in it */
export type Send = (statement: string, values?: readonly string[]) => Promise<readonly Row[]>;

/** A few connections to one database, opened when needed and closed when idle. */
export interface Connections {
  readonly send: Send;
  /** All of the work on one connection, in one transaction, holding a lock of that number in the server. */
  locked<Result>(lock: number, work: (send: Send) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Connects once, to see that it can. */
export type Connect = (
  settings: DatabaseSettings,
  tls: TlsOptions | undefined,
) => Promise<Connections>;

/** Of Node's `tls.connect`. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
  readonly verifyIdentity: boolean;
}

/** At once: enough to hide latency, few beside what Keystone itself needs. */
export const CONNECTIONS = 4;
export const CONNECT_MS = 10_000;
export const IDLE_MS = 10_000;
/** For the answer to one statement. */
export const ANSWER_MS = 30_000;

/** Sends one statement, to see that it can; what cannot is closed. @throws what the driver throws */
export async function tried(connections: Connections): Promise<Connections> {
  try {
    await connections.send('SELECT 1');
    return connections;
  } catch (error) {
    await connections.close();
    throw error;
  }
}

/** @throws UsageError where a file of the URL cannot be read */
export async function tlsOptions({ tls }: DatabaseSettings): Promise<TlsOptions> {
  const [ca, cert, key] = await Promise.all(
    [tls.caFile, tls.certificateFile, tls.keyFile].map(readPem),
  );
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    rejectUnauthorized: tls.mode.startsWith('verify'),
    verifyIdentity: tls.mode === 'verify-identity',
  };
}

async function readPem(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError(`keystone_database: the file ${path} that it names cannot be read`);
  }
}
