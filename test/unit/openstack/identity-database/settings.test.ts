import { expect, test } from 'vitest';
import {
  isLocal,
  parseDatabaseUrl,
  placeOf,
} from '../../../../src/openstack/identity-database/settings.ts';

test.each([
  ['mysql+pymysql://k:p@db1/keystone', 'mysql', 3306],
  ['mysql://k:p@db1/keystone?charset=utf8', 'mysql', 3306],
  ['mariadb+mysqldb://k:p@db1:3307/keystone', 'mysql', 3307],
  ['postgresql://k:p@db1/keystone', 'postgresql', 5432],
  ['postgresql+psycopg2://k:p@db1:6432/keystone', 'postgresql', 6432],
])('%s is read as keystone.conf has it', (url, dialect, port) => {
  expect(parseDatabaseUrl(url)).toMatchObject({
    dialect,
    port,
    host: 'db1',
    user: 'k',
    password: 'p',
    database: 'keystone',
    tls: { mode: 'prefer' },
  });
});

test('a password may hold escapes, and what a web URL would take apart', () => {
  expect(parseDatabaseUrl('mysql://k:a%40b%2Fc#d:100%!@[fd00::1]/keystone')).toMatchObject({
    password: 'a@b/c#d:100%!',
    host: 'fd00::1',
  });
});

test('a socket is the place of either dialect', () => {
  const mysql = parseDatabaseUrl('mysql://k:p@localhost/keystone?unix_socket=/run/mysqld.sock');
  const postgresql = parseDatabaseUrl('postgresql://k:p@/keystone?host=/run/postgresql');
  expect([mysql.host, postgresql.host]).toEqual(['/run/mysqld.sock', '/run/postgresql']);
  expect([mysql, postgresql].map(isLocal)).toEqual([true, true]);
});

test('its place names host, port and database, never the login', () => {
  const settings = parseDatabaseUrl('mysql://k:s3cret@[fd00::1]:3307/keystone');
  expect(placeOf(settings)).toBe('[fd00::1]:3307/keystone');
  expect(isLocal(settings)).toBe(false);
  expect(isLocal(parseDatabaseUrl('mysql://k:p@127.0.0.2/keystone'))).toBe(true);
});

test.each([
  ['mysql://h/k?ssl_ca=/ca', { mode: 'verify-identity', caFile: '/ca' }],
  ['mysql://h/k?ssl_ca=/ca&ssl_check_hostname=false', { mode: 'verify-ca', caFile: '/ca' }],
  ['mysql://h/k?ssl_ca=/ca&ssl_verify_cert=False', { mode: 'require', caFile: '/ca' }],
  ['mysql://h/k?ssl=true', { mode: 'require' }],
  ['mysql://h/k?ssl_mode=DISABLED', { mode: 'off' }],
  ['mysql://h/k?ssl_mode=required', { mode: 'require' }],
  ['mysql://h/k?ssl_cert=/c&ssl_key=/k', { mode: 'require', certificateFile: '/c', keyFile: '/k' }],
  ['postgresql://h/k?sslmode=disable', { mode: 'off' }],
  ['postgresql://h/k?sslmode=require', { mode: 'require' }],
  ['postgresql://h/k?sslmode=require&sslrootcert=/ca', { mode: 'verify-ca', caFile: '/ca' }],
  [
    'postgresql://h/k?sslmode=verify-full&sslrootcert=/ca',
    { mode: 'verify-identity', caFile: '/ca' },
  ],
])('%s asks for this TLS', (url, tls) => {
  expect(parseDatabaseUrl(url).tls).toEqual(tls);
});

test.each([
  ['sqlite:///s3cret.db', /no URL of the form/],
  ['k:s3cret@db1/keystone', /no URL of the form/],
  ['mysql://k:s3cret@db1', /no URL of the form/],
  ['mysql://k:s3cret@/keystone', /names no host/],
  ['mysql://k:s3cret@h/k?ssl_capath=/certs', /ssl_capath is not supported: use ssl, ssl_ca/],
  ['mysql://k:s3cret@h/k?ssl_mode=s3cret', /ssl_mode is unknown: use DISABLED/],
  ['postgresql://k:s3cret@h/k?sslmode=yes', /sslmode is unknown: use disable/],
])('%s is refused with what is the matter and without the password', (url, message) => {
  const refused = (): unknown => parseDatabaseUrl(url);
  expect(refused).toThrow(message);
  expect(refused).not.toThrow('s3cret');
});
