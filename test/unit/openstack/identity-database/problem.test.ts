import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { DatabaseProblem } from '../../../../src/errors/database.ts';
import { databaseError } from '../../../../src/openstack/identity-database/problem.ts';

const place = { cloud: 'old', place: 'db1:3306/keystone' };

test.each<[string, DatabaseProblem]>([
  ['ECONNREFUSED', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['PROTOCOL_CONNECTION_LOST', 'unreachable'],
  ['57P03', 'unreachable'],
  ['ER_ACCESS_DENIED_ERROR', 'refused'],
  ['ER_BAD_DB_ERROR', 'refused'],
  ['28P01', 'refused'],
  ['3D000', 'refused'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted'],
  ['HANDSHAKE_NO_SSL_SUPPORT', 'untrusted'],
  ['ER_TABLEACCESS_DENIED_ERROR', 'forbidden'],
  ['42501', 'forbidden'],
  ['25006', 'forbidden'],
  ['ER_LOCK_DEADLOCK', 'failed'],
  ['40P01', 'failed'],
])('%s is told as %s', (code, problem) => {
  expect(databaseError(Object.assign(new Error('x'), { code }), place)).toMatchObject({ problem });
});

test('nothing that the server or the driver said is kept but the code', () => {
  const error = databaseError(
    Object.assign(new Error('Failing row contains ($2b$12$secret)'), {
      code: '23502',
      detail: '$2b$12$secret',
      sql: "INSERT INTO password VALUES ('$2b$12$secret')",
    }),
    place,
  );
  expect(error.message).toBe(
    "old: Keystone's database db1:3306/keystone: a statement failed (23502)",
  );
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret');
});
