import { DatabaseError } from '../../errors/database.ts';
import type { Send } from './connection.ts';
import type { Place } from './problem.ts';
import type { Dialect } from './settings.ts';

/** What Keystone's tables look like, from Newton on. */
export interface KeystoneSchema {
  /** Columns of `password`, as far as we know them. */
  readonly columns: ReadonlySet<string>;
  /** Heads of its migrations (`alembic_version`); `before-yoga` and `unknown` stand for themselves. */
  readonly revisions: readonly string[];
}

const NEEDED = {
  local_user: ['id', 'user_id', 'name'],
  password: ['id', 'local_user_id', 'created_at', 'expires_at', 'self_service'],
  user: ['id', 'created_at'],
};

/**
 * `password` held the hash until Ocata, both columns do from Pike to Rocky, `password_hash` since. The `…_int` columns
 * (microseconds, which count before the dates) came with Pike.
 */
const KNOWN = [...NEEDED.password, 'password', 'password_hash', 'created_at_int', 'expires_at_int'];

/** @throws DatabaseError where the tables are not those of a Keystone that we know */
export async function readSchema(
  send: Send,
  dialect: Dialect,
  place: Place,
): Promise<KeystoneSchema> {
  const found = await columnsOf(send, dialect);
  const lacking = Object.entries(NEEDED).flatMap(([table, columns]) =>
    columns.map((column) => `${table}.${column}`).filter((column) => !found.has(column)),
  );
  const columns = new Set(KNOWN.filter((column) => found.has(`password.${column}`)));
  if (!columns.has('password') && !columns.has('password_hash')) {
    lacking.push('password.password_hash');
  }
  const [first] = lacking;
  if (first !== undefined) throw unknown(place, `${first} is not to be seen`);
  const demanded = [...found]
    .filter(([name, needed]) => needed && name.startsWith('password.'))
    .map(([name]) => name.slice('password.'.length))
    .filter((column) => !columns.has(column));
  if (demanded.length > 0) throw unknown(place, `password.${demanded.join(', password.')} is new`);
  return { columns, revisions: await revisionsOf(send, found) };
}

async function revisionsOf(send: Send, found: ReadonlyMap<string, boolean>): Promise<string[]> {
  if (found.has('alembic_version.version_num')) {
    const rows = await send('SELECT version_num AS revision FROM alembic_version');
    return rows.map((row) => String(row['revision']));
  }
  return [found.has('migrate_version.version') ? 'before-yoga' : 'unknown'];
}

/** `table.column` → whether a new row must say it. */
async function columnsOf(send: Send, dialect: Dialect): Promise<Map<string, boolean>> {
  const schema = dialect === 'mysql' ? 'DATABASE()' : 'current_schema()';
  const rows = await send(
    `SELECT table_name AS in_table, column_name AS in_column, is_nullable AS nullable, column_default AS preset
       FROM information_schema.columns WHERE table_schema = ${schema}
        AND table_name IN ('password', 'local_user', 'user', 'alembic_version', 'migrate_version')`,
  );
  return new Map(
    rows.map((row) => [
      `${String(row['in_table'])}.${String(row['in_column'])}`,
      row['nullable'] === 'NO' && row['preset'] === null,
    ]),
  );
}

function unknown(place: Place, detail: string): DatabaseError {
  return new DatabaseError({
    ...place,
    problem: 'unknown-schema',
    detail: `its tables are not those of a Keystone from Newton on, or the user may not see them: ${detail}`,
  });
}
