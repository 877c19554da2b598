import type { Attributes } from '../resource-kind.ts';
import type { UserPassword } from './schema.ts';

/** `password` is compared, and never printed (activities/match.ts). */
export function attributes({ password }: UserPassword): Attributes {
  return {
    password: password?.value ?? null,
    created: password?.created ?? null,
    expires: password?.expires ?? null,
    self_service: password?.selfService ?? null,
  };
}
