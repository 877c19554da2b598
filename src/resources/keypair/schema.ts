import { z } from 'zod';

const wireSchema = z.looseObject({
  name: z.string(),
  /** An ssh public key, or for `x509` a certificate. */
  public_key: z.string(),
  fingerprint: z.string(),
  type: z.string().default('ssh'),
});

/** Both in a list and alone, Nova wraps a keypair in an object of its own. */
export const keypairSchema = z.looseObject({ keypair: wireSchema });

/** Its id is `<user id>/<name>`: names are unique for one user only. */
export type Keypair = z.output<typeof wireSchema> & {
  readonly id: string;
  readonly userId: string;
};

export function keypairId(userId: string, name: string): string {
  return `${userId}/${name}`;
}

/** User ids hold no slash; old clouds took names with one. */
export function parseKeypairId(id: string): { userId: string; name: string } {
  const slash = id.indexOf('/');
  return { userId: id.slice(0, slash), name: id.slice(slash + 1) };
}
