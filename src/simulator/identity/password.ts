import { createHash, timingSafeEqual } from 'node:crypto';

/** A simulated user's: quick, not safe. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function isSecret(secret: unknown, hash: string | undefined): boolean {
  if (typeof secret !== 'string' || hash === undefined) return false;
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(hash));
}
