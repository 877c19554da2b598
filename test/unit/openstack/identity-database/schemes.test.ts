import { expect, test } from 'vitest';
import { schemeOf, takesScheme } from '../../../../src/openstack/identity-database/schemes.ts';
import type { HashScheme } from '../../../../src/openstack/identity-database/schemes.ts';

test.each<[string, HashScheme]>([
  ['$2b$12$abc', 'bcrypt'],
  ['$2y$12$abc', 'bcrypt'],
  ['$bcrypt-sha256$v=2,t=2b,r=12$abc', 'bcrypt_sha256'],
  ['$scrypt$ln=16,r=8,p=1$abc', 'scrypt'],
  ['$pbkdf2-sha512$25000$abc', 'pbkdf2_sha512'],
  ['$6$rounds=10000$abc', 'sha512_crypt'],
  ['$1$abc', 'unknown'],
  ['plain', 'unknown'],
])('%s was made with %s', (hash, scheme) => {
  expect(schemeOf(hash)).toBe(scheme);
});

const releases = {
  Newton: { columns: ['password'], revisions: ['before-yoga'] },
  Pike: { columns: ['password', 'password_hash'], revisions: ['before-yoga'] },
  Zed: { columns: ['password_hash'], revisions: ['29e87d24a316', 'e25ffa003242'] },
  '2023.2': { columns: ['password_hash'], revisions: ['11c3b243b4cb', 'c88cdce8f248'] },
  '2024.1': { columns: ['password_hash'], revisions: ['47147121', 'c88cdce8f248'] },
  '2026.1': { columns: ['password_hash'], revisions: ['742c857f1dfb', 'c88cdce8f248'] },
  'one to come': { columns: ['password_hash'], revisions: ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'] },
  'one that hides its revision': { columns: ['password_hash'], revisions: ['unknown'] },
};

const always = ['bcrypt', 'pbkdf2_sha512', 'scrypt'];

test.each<[keyof typeof releases, readonly string[]]>([
  ['Newton', ['sha512_crypt']],
  ['Pike', [...always, 'sha512_crypt']],
  ['Zed', [...always, 'sha512_crypt']],
  ['2023.2', ['bcrypt', 'bcrypt_sha256', 'pbkdf2_sha512', 'scrypt', 'sha512_crypt']],
  // It may be 2025.1 as well, which has the same tables and answers 500 to sha512_crypt.
  ['2024.1', ['bcrypt', 'bcrypt_sha256', 'pbkdf2_sha512', 'scrypt']],
  ['2026.1', ['bcrypt', 'bcrypt_sha256', 'pbkdf2_sha512', 'scrypt']],
  ['one to come', ['bcrypt', 'bcrypt_sha256', 'pbkdf2_sha512', 'scrypt']],
  ['one that hides its revision', always],
])('a Keystone of %s is given hashes that it can check', (release, taken) => {
  const { columns, revisions } = releases[release];
  const schemes: HashScheme[] = [
    'bcrypt',
    'bcrypt_sha256',
    'pbkdf2_sha512',
    'scrypt',
    'sha512_crypt',
    'unknown',
  ];
  const schema = { columns: new Set(columns), revisions };
  expect(schemes.filter((scheme) => takesScheme(schema, scheme))).toEqual(taken);
});
