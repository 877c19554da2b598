import { z } from 'zod';

/** A user as Keystone shows it, with any attribute it was created with (`email` is one of those). */
export const userSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  enabled: z.boolean().default(true),
  email: z.string().nullish(),
  description: z.string().nullish(),
  default_project_id: z.string().nullish(),
  options: z.record(z.string(), z.unknown()).default({}),
  /** Shown of one user, not in a list. */
  federated: z.array(z.unknown()).optional(),
});

export type User = z.output<typeof userSchema>;

/** What holds the user, where it is not Keystone's own database. */
export type Elsewhere = 'identity provider' | 'directory';

/**
 * A user whose home is elsewhere comes from there, and cannot be made. Keystone shows the end of a password of its own users only, if
 * only as null (since 10, Newton); their ids are 32 hexadecimal digits, those of a directory's users never.
 */
export function homeOf(user: User): Elsewhere | undefined {
  if ((user.federated ?? []).length > 0) return 'identity provider';
  const own = 'password_expires_at' in user || /^[\da-f]{32}$/.test(user.id);
  return own ? undefined : 'directory';
}
