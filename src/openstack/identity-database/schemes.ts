import type { KeystoneSchema } from './schema.ts';

/** What a hash was made with; `unknown` for what no Keystone makes. */
export type HashScheme =
  'bcrypt' | 'bcrypt_sha256' | 'pbkdf2_sha512' | 'scrypt' | 'sha512_crypt' | 'unknown';

const PREFIXES: readonly (readonly [HashScheme, RegExp])[] = [
  ['bcrypt', /^\$2[aby]\$/],
  ['bcrypt_sha256', /^\$bcrypt-sha256\$/],
  ['pbkdf2_sha512', /^\$pbkdf2-sha512\$/],
  ['scrypt', /^\$scrypt\$/],
  ['sha512_crypt', /^\$6\$/],
];

export function schemeOf(hash: string): HashScheme {
  return PREFIXES.find(([, prefix]) => prefix.test(hash))?.[0] ?? 'unknown';
}

/** Yoga's to 2023.1's heads; what comes after them takes bcrypt_sha256. */
const BEFORE_BCRYPT_SHA256 = ['before-yoga', '27e647c0fad4', '29e87d24a316', 'e25ffa003242'];
/** And those of 2023.2: from 2024.1 on the head does not tell whether sha512_crypt is still there (it went with 2025.1). */
const WITH_SHA512_CRYPT = [
  ...BEFORE_BCRYPT_SHA256,
  '11c3b243b4cb',
  'b4f8b3f584e0',
  '99de3849d860',
  'c88cdce8f248',
];

/**
 * Whether a Keystone with these tables checks such a hash at login; one that does not answers 500. In doubt it does not.
 * keystone/common/password_hashing.py of each release.
 */
export function takesScheme({ columns, revisions }: KeystoneSchema, scheme: HashScheme): boolean {
  if (!columns.has('password_hash')) return scheme === 'sha512_crypt';
  switch (scheme) {
    case 'bcrypt':
    case 'pbkdf2_sha512':
    case 'scrypt':
      return true;
    case 'bcrypt_sha256':
      return revisions.some((each) => each !== 'unknown' && !BEFORE_BCRYPT_SHA256.includes(each));
    case 'sha512_crypt':
      return revisions.every((each) => WITH_SHA512_CRYPT.includes(each));
    case 'unknown':
      return false;
  }
}
