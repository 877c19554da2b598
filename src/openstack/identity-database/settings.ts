import { isIPv6 } from 'node:net';

export type Dialect = 'mysql' | 'postgresql';

/** How a connection is protected. `prefer`: encrypted where the server can, nothing verified. */
export interface DatabaseTls {
  readonly mode: 'off' | 'prefer' | 'require' | 'verify-ca' | 'verify-identity';
  /** PEM files. */
  readonly caFile?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

/** Where Keystone's database is, and how to log in. */
export interface DatabaseSettings {
  readonly dialect: Dialect;
  /** A name or an address; for a socket the folder (PostgreSQL) or file (MySQL), with a leading slash. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls: DatabaseTls;
}

/** As SQLAlchemy reads it: https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls */
const URL_FORM =
  /^(?<dialect>mysql|mariadb|postgresql|postgres)(?:\+\w+)?:\/\/(?:(?<user>[^:/@]*)(?::(?<password>[^@]*))?@)?(?:\[(?<address>[^/?\]]+)\]|(?<host>[^/:?]*))(?::(?<port>\d*))?\/(?<database>[^?/]+)(?:\?(?<query>.*))?$/;

const FORM = 'mysql+pymysql://USER:PASSWORD@HOST/keystone or postgresql://…';

/**
 * Reads the URL that keystone.conf has as `[database] connection`.
 * @throws Error whose message says what is the matter, and holds nothing of the URL but option names
 */
export function parseDatabaseUrl(url: string): DatabaseSettings {
  const parts = URL_FORM.exec(url)?.groups;
  if (parts === undefined) throw new Error(`it is no URL of the form ${FORM}`);
  const dialect = parts['dialect']?.startsWith('postgres') === true ? 'postgresql' : 'mysql';
  const options = new URLSearchParams(parts['query'] ?? '');
  return {
    dialect,
    host: hostOf(parts, options),
    port: Number(parts['port'] || (dialect === 'mysql' ? 3306 : 5432)),
    user: unescaped(parts['user']),
    password: unescaped(parts['password']),
    database: unescaped(parts['database']),
    tls: dialect === 'mysql' ? mysqlTls(options) : postgresqlTls(options),
  };
}

/** A socket is an option to both dialects' drivers. */
function hostOf(
  parts: Readonly<Record<string, string | undefined>>,
  options: URLSearchParams,
): string {
  const socket = options.get('unix_socket') ?? options.get('host');
  const host = socket ?? parts['address'] ?? parts['host'];
  if (!host) throw new Error(`it names no host: it has the form ${FORM}`);
  return host;
}

/** Host, port and database: what a message may say. */
export function placeOf({ host, port, database }: DatabaseSettings): string {
  const where = isIPv6(host) ? `[${host}]` : host;
  return host.startsWith('/') ? `${host} (${database})` : `${where}:${port}/${database}`;
}

/** What never leaves the machine. */
export function isLocal({ host }: DatabaseSettings): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** The options of SQLAlchemy's MySQL drivers; `ssl_mode` is mysqlclient's. */
function mysqlTls(options: URLSearchParams): DatabaseTls {
  refuseOthers(options, MYSQL_OPTIONS);
  const files = filesOf(options, { ca: 'ssl_ca', cert: 'ssl_cert', key: 'ssl_key' });
  const stated = options.get('ssl_mode')?.toUpperCase();
  if (stated !== undefined) return { mode: known(MYSQL_MODES, 'ssl_mode', stated), ...files };
  if (files.caFile === undefined) {
    const asked = files.certificateFile !== undefined || isTrue(options.get('ssl'));
    return { mode: asked ? 'require' : 'prefer', ...files };
  }
  if (isFalse(options.get('ssl_verify_cert'))) return { mode: 'require', ...files };
  const anyName = isFalse(options.get('ssl_check_hostname') ?? options.get('ssl_verify_identity'));
  return { mode: anyName ? 'verify-ca' : 'verify-identity', ...files };
}

const MYSQL_OPTIONS = [
  'ssl',
  'ssl_ca',
  'ssl_cert',
  'ssl_key',
  'ssl_cipher',
  'ssl_check_hostname',
  'ssl_verify_cert',
  'ssl_verify_identity',
  'ssl_mode',
];

const MYSQL_MODES = {
  DISABLED: 'off',
  PREFERRED: 'prefer',
  REQUIRED: 'require',
  VERIFY_CA: 'verify-ca',
  VERIFY_IDENTITY: 'verify-identity',
} as const;

/** libpq's: https://www.postgresql.org/docs/current/libpq-ssl.html */
function postgresqlTls(options: URLSearchParams): DatabaseTls {
  refuseOthers(options, ['sslmode', 'sslrootcert', 'sslcert', 'sslkey']);
  const files = filesOf(options, { ca: 'sslrootcert', cert: 'sslcert', key: 'sslkey' });
  const mode = known(POSTGRESQL_MODES, 'sslmode', options.get('sslmode') ?? 'prefer');
  // libpq verifies where it has a CA to verify with.
  return { mode: mode === 'require' && files.caFile !== undefined ? 'verify-ca' : mode, ...files };
}

const POSTGRESQL_MODES = {
  disable: 'off',
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-identity',
} as const;

/** Other options (`charset`) change nothing here; one for TLS that is not understood would weaken it unsaid. */
function refuseOthers(options: URLSearchParams, understood: readonly string[]): void {
  const other = [...options.keys()].find(
    (key) => key.startsWith('ssl') && !understood.includes(key),
  );
  if (other !== undefined) {
    throw new Error(`its option ${other} is not supported: use ${understood.join(', ')}`);
  }
}

function known<Mode extends string>(
  modes: Readonly<Record<string, Mode>>,
  option: string,
  stated: string,
): Mode {
  const mode = Object.hasOwn(modes, stated) ? modes[stated] : undefined;
  if (mode !== undefined) return mode;
  throw new Error(`its option ${option} is unknown: use ${Object.keys(modes).join(', ')}`);
}

function filesOf(
  options: URLSearchParams,
  keys: { readonly ca: string; readonly cert: string; readonly key: string },
): Omit<DatabaseTls, 'mode'> {
  const [ca, certificate, key] = [keys.ca, keys.cert, keys.key].map((name) => options.get(name));
  return {
    ...(ca && { caFile: ca }),
    ...(certificate && { certificateFile: certificate }),
    ...(key && { keyFile: key }),
  };
}

function isTrue(value: string | null): boolean {
  return value !== null && ['true', '1', 'yes', 'on'].includes(value.toLowerCase());
}

function isFalse(value: string | null): boolean {
  return value !== null && ['false', '0', 'no', 'off'].includes(value.toLowerCase());
}

/** A lone percent sign stands for itself, as in Python. */
function unescaped(text: string | undefined): string {
  return (text ?? '').replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}
