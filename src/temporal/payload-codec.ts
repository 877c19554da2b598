import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { UsageError } from '../errors/migration.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const { Payload: Wire } = proto.temporal.api.common.v1;

/**
 * Encrypts every payload with the first key (AES-256-GCM; nonce, ciphertext, tag), and decrypts with whichever key it
 * was encrypted with. Payloads that are not encrypted pass: a key may be introduced while workflows run.
 */
export function encryptionCodec(keys: readonly Buffer[]): PayloadCodec {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const [first] = byId;
  if (first === undefined) throw new UsageError('an encryption needs a key');
  return {
    encode: (payloads) => Promise.resolve(payloads.map((payload) => encrypt(payload, ...first))),
    // Inside a promise, so that a key that is missing rejects.
    decode: async (payloads) => payloads.map((payload) => decrypt(payload, byId)),
  };
}

/**
 * The keys of a file: 32 bytes in base64 a line; the first encrypts, those below it only decrypt what is older.
 * @throws UsageError
 */
export function parseKeys(text: string, path: string): Buffer[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keys = lines.map((line) => Buffer.from(line.trim(), 'base64'));
  if (keys.length > 0 && keys.every(({ length }) => length === KEY_BYTES)) return keys;
  throw new UsageError(
    `${path}: not a key of ${KEY_BYTES} bytes in base64: \`openssl rand -base64 ${KEY_BYTES}\` makes one`,
  );
}

function encrypt(payload: Payload, id: string, key: Buffer): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const clear = Wire.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
  return {
    metadata: { encoding: Buffer.from('binary/encrypted'), 'encryption-key-id': Buffer.from(id) },
    data,
  };
}

function decrypt(payload: Payload, keys: ReadonlyMap<string, Buffer>): Payload {
  const { metadata, data } = payload;
  if (text(metadata?.['encoding']) !== 'binary/encrypted' || !data) return payload;
  const id = text(metadata?.['encryption-key-id']);
  const key = keys.get(id);
  if (key === undefined) {
    throw new UsageError(`PUMPHOUSE_ENCRYPTION_KEY_FILE does not have the key ${id}`);
  }
  const decipher = createDecipheriv(CIPHER, key, data.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  const body = data.subarray(NONCE_BYTES, -TAG_BYTES);
  return Wire.decode(Buffer.concat([decipher.update(body), decipher.final()]));
}

/** Names a key without telling it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

function text(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
