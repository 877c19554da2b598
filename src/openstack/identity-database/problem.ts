import { DatabaseError } from '../../errors/database.ts';
import type { DatabaseProblem } from '../../errors/database.ts';

/** The place that is told of: the cloud's name, and host and database. */
export interface Place {
  readonly cloud: string;
  readonly place: string;
}

/**
 * A driver's error in our words. Only its code is kept: the server's text and the driver's fields may hold the row that was sent
 * (`Failing row contains …`).
 */
export function databaseError(error: unknown, place: Place): DatabaseError {
  const code = codeOf(error);
  const problem = problemOf(code, error instanceof Error ? error.message : '');
  return new DatabaseError({ ...place, problem, detail: `${WORDS[problem]} (${code})` });
}

/** The server was asked for TLS and has none. */
export function lacksTls(error: unknown): boolean {
  return (
    codeOf(error) === 'HANDSHAKE_NO_SSL_SUPPORT' ||
    (error instanceof Error && NO_TLS.test(error.message))
  );
}

const NO_TLS = /server does not support SSL connections/;
const BROKEN = /terminated|timeout|ended/i;

const WORDS: Readonly<Record<DatabaseProblem, string>> = {
  unreachable: 'it does not answer',
  refused: 'it refuses the user, the password or the database',
  untrusted: 'TLS as keystone_database asks for it cannot be had',
  forbidden: 'the user may not do that',
  'unknown-schema': 'its tables are not known',
  failed: 'a statement failed',
};

/** MySQL's symbolic codes, Node's, and PostgreSQL's SQLSTATE. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  // One for each address of the host: all of them failed alike.
  if (code === undefined && error instanceof AggregateError) return codeOf(error.errors[0]);
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : 'no code';
}

const PROBLEMS: readonly (readonly [DatabaseProblem, RegExp])[] = [
  [
    'untrusted',
    /^(HANDSHAKE_(NO_)?SSL|ERR_(SSL|TLS|OSSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/,
  ],
  [
    'refused',
    /^(ER_ACCESS_DENIED|ER_DBACCESS_DENIED|ER_BAD_DB|ER_HOST_|ER_NOT_SUPPORTED_AUTH|AUTH_SWITCH|28|3D)/,
  ],
  [
    'forbidden',
    /^(ER_TABLEACCESS|ER_COLUMNACCESS|ER_SPECIFIC_ACCESS|ER_OPTION_PREVENTS|ER_READ_ONLY|42501$|25006$)/,
  ],
  ['unreachable', /^(E[A-Z]{4,}$|PROTOCOL_|ER_CON_COUNT|ER_SERVER_SHUTDOWN|08|53|57P)/],
];

function problemOf(code: string, message: string): DatabaseProblem {
  const known = PROBLEMS.find(([, codes]) => codes.test(code));
  if (known !== undefined) return known[0];
  if (NO_TLS.test(message)) return 'untrusted';
  return code === 'no code' && BROKEN.test(message) ? 'unreachable' : 'failed';
}
