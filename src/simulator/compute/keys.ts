import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { Refusal } from '../http/refusal.ts';

const NO_CERTIFICATE =
  'Keypair data is invalid: failed to generate X509 fingerprint. Error message: Unable to load PEM file. See https://cryptography.io/en/latest/faq/#why-can-t-i-import-my-pem-file for more details. MalformedFraming';

type KeyType = 'ssh' | 'x509';

/** @throws Refusal 400 where it is no key */
export function fingerprintOf(publicKey: string, type: KeyType): string {
  try {
    if (type === 'x509') return new X509Certificate(publicKey).fingerprint.toLowerCase();
    return sshFingerprint(publicKey);
  } catch {
    if (type === 'x509') throw new Refusal(400, NO_CERTIFICATE);
    throw new Refusal(400, 'Keypair data is invalid: failed to generate fingerprint');
  }
}

function sshFingerprint(publicKey: string): string {
  const [name = '', encoded = ''] = publicKey.split(' ');
  const blob = Buffer.from(encoded, 'base64');
  const length = blob.readUInt32BE(0);
  const inner = blob.subarray(4, 4 + length).toString();
  if (inner !== name || blob.length <= 4 + length) throw new Error('no such key');
  return createHash('md5')
    .update(blob)
    .digest('hex')
    .replaceAll(/(..)(?=.)/g, '$1:');
}

/** Nova makes keys of 2048 bits; a certificate it makes for Windows only, which is left out. */
export function generateKey(type: KeyType): { publicKey: string; privateKey: string } {
  if (type === 'x509') {
    throw new Refusal(400, 'Keypair data is invalid: failed to generate fingerprint');
  }
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' });
  const blob = Buffer.concat([
    sized(Buffer.from('ssh-rsa')),
    sized(Buffer.from(e, 'base64url')),
    sized(Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')])),
  ]);
  return {
    publicKey: `ssh-rsa ${blob.toString('base64')} Generated-by-Nova`,
    privateKey: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
