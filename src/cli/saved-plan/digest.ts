import { createHash } from 'node:crypto';

/** Over what a plan file says, but for the digest itself; as read or as it will be written. */
export function contentDigest(content: object): string {
  const rest = Object.entries(content).filter(([key]) => key !== 'digest');
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(rest)))
    .digest('hex');
}
