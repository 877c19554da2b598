import type { Row, Send } from './connection.ts';
import type { KeystoneSchema } from './schema.ts';
import { schemeOf } from './schemes.ts';
import type { HashScheme } from './schemes.ts';
import type { Dialect } from './settings.ts';

/** A user's newest row of the table `password`: the one that Keystone checks at login. */
export interface PasswordRow {
  readonly userId: string;
  readonly userName: string;
  readonly scheme: HashScheme;
  /** A function, so that nothing that prints or serialises a row prints the hash. */
  readonly hash: () => string;
  /** Microseconds since 1970. */
  readonly created: bigint;
  /** Microseconds since 1970; undefined for one that does not expire. */
  readonly expires: bigint | undefined;
  /** The user set it, not an administrator. */
  readonly selfService: boolean;
  /** The row's own number. */
  readonly number: string;
}

/** Of one database, once its tables are known. */
export interface Tables {
  readonly dialect: Dialect;
  readonly schema: KeystoneSchema;
}

/** Expired or not: the newest is the user's password, and no older one is ever taken. Undefined where it is empty or none is there. */
export async function newestPassword(
  send: Send,
  tables: Tables,
  userId: string,
): Promise<PasswordRow | undefined> {
  const statement = `${select(tables)} WHERE l.user_id = ? ORDER BY ${newestFirst(tables)}`;
  const [row] = await send(`${statement} LIMIT 1`, [userId]);
  return row === undefined ? undefined : passwordRow(row);
}

/** How many users a page of `passwords` has. */
const PAGE = 200;

/** Of every user that has one. */
export async function* passwords(send: Send, tables: Tables): AsyncIterable<PasswordRow> {
  let after = '';
  for (;;) {
    const users = await send(
      `SELECT user_id FROM local_user WHERE user_id > ? ORDER BY user_id LIMIT ${PAGE}`,
      [after],
    );
    for (const user of users) {
      after = String(user['user_id']);
      const row = await newestPassword(send, tables, after);
      if (row !== undefined) yield row;
    }
    if (users.length < PAGE) return;
  }
}

/** The number of a user's row in `local_user`; Keystone makes it with the user. */
export async function localUserNumber(send: Send, userId: string): Promise<number | undefined> {
  const [row] = await send('SELECT id FROM local_user WHERE user_id = ?', [userId]);
  return row === undefined ? undefined : Number(row['id']);
}

/** Adds a row for a user that has none; of a user that has one nothing is changed. */
export async function insertPassword(
  send: Send,
  tables: Tables,
  { userId, ...row }: Omit<PasswordRow, 'number' | 'scheme' | 'userName'>,
): Promise<void> {
  const columns = Object.entries(columnsOf(tables, row));
  await send(
    insertStatement(columns.map(([column]) => column)),
    [...columns.map(([, value]) => value), userId].filter((value) => value !== undefined),
  );
}

/** Never run: asked for its plan, which takes the same permission. */
export function insertPermissionStatement(): string {
  return `EXPLAIN INSERT INTO password (local_user_id, created_at) SELECT id, CURRENT_TIMESTAMP FROM local_user WHERE 1 = 0`;
}

function insertStatement(columns: readonly string[]): string {
  return `INSERT INTO password (local_user_id, ${columns.join(', ')})
    SELECT l.id, ${columns.map(() => '?').join(', ')} FROM local_user l
     WHERE l.user_id = ? AND NOT EXISTS (SELECT 1 FROM password p WHERE p.local_user_id = l.id)`;
}

type Written = Pick<PasswordRow, 'hash' | 'created' | 'expires' | 'selfService'>;

/** What has no value is left out: it becomes empty. */
function columnsOf({ schema }: Tables, row: Written): Record<string, string> {
  const { columns } = schema;
  const { created, expires } = row;
  return {
    [columns.has('password_hash') ? 'password_hash' : 'password']: row.hash(),
    created_at: dateOf(created),
    ...(columns.has('created_at_int') && { created_at_int: String(created) }),
    ...(expires !== undefined && { expires_at: dateOf(expires) }),
    ...(expires !== undefined &&
      columns.has('expires_at_int') && { expires_at_int: String(expires) }),
    self_service: row.selfService ? '1' : '0',
  };
}

/**
 * Takes away this one row of a user that was there before the user was: a row that Keystone made is younger than its user. Dates in
 * MySQL are rounded to seconds, hence one second of grace.
 */
export async function removePassword(
  send: Send,
  tables: Tables,
  row: PasswordRow,
): Promise<boolean> {
  const { dialect } = tables;
  const user = dialect === 'mysql' ? '`user`' : '"user"';
  const [made] = await send(
    `SELECT CAST(created_at AS CHAR(32)) AS created_at FROM ${user} WHERE id = ?`,
    [row.userId],
  );
  const since = microseconds(made?.['created_at']);
  if (since === undefined || row.created > since - 1_000_000n) return false;
  await send('DELETE FROM password WHERE id = ?', [row.number]);
  return true;
}

function select(tables: Tables): string {
  const { columns } = tables.schema;
  const column = (name: string): string => (columns.has(name) ? `p.${name}` : 'NULL');
  return `SELECT l.user_id, l.name, p.id AS number,
      ${column('password_hash')} AS new_hash, ${column('password')} AS old_hash,
      CAST(${column('created_at_int')} AS CHAR(32)) AS created_at_int, CAST(p.created_at AS CHAR(32)) AS created_at,
      CAST(${column('expires_at_int')} AS CHAR(32)) AS expires_at_int, CAST(p.expires_at AS CHAR(32)) AS expires_at,
      p.self_service FROM password p JOIN local_user l ON l.id = p.local_user_id`;
}

function newestFirst({ schema }: Tables): string {
  const exact = schema.columns.has('created_at_int') ? 'p.created_at_int DESC, ' : '';
  return `${exact}p.created_at DESC, p.id DESC`;
}

function passwordRow(row: Row): PasswordRow | undefined {
  const hash = text(row['new_hash']) ?? text(row['old_hash']);
  const created = number(row['created_at_int']) ?? microseconds(row['created_at']);
  if (hash === undefined || created === undefined) return undefined;
  return {
    userId: String(row['user_id']),
    userName: String(row['name']),
    scheme: schemeOf(hash),
    hash: () => hash,
    created,
    expires: number(row['expires_at_int']) ?? microseconds(row['expires_at']),
    selfService: Boolean(row['self_service']),
    number: String(row['number']),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Zero stands for none, as Keystone has it. */
function number(value: unknown): bigint | undefined {
  const digits = text(value)?.trim() ?? '0';
  return /^\d+$/.test(digits) && BigInt(digits) > 0n ? BigInt(digits) : undefined;
}

const MICROSECONDS = 1000n;

/** Keystone's dates are in UTC: `2026-11-28 23:05:25` or with a fraction. */
function microseconds(value: unknown): bigint | undefined {
  const [whole, fraction = ''] = (text(value)?.trim() ?? '').split('.');
  const milliseconds = Date.parse(`${whole?.replace(' ', 'T')}Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds) * MICROSECONDS + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** Whole seconds: MySQL would round a fraction up. */
function dateOf(time: bigint): string {
  const iso = new Date(Number(time / MICROSECONDS)).toISOString();
  return iso.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
}
