import type { Call } from '../http/call.ts';
import { forbidden } from './refuse.ts';

/** `action`: as the policy has it, without `identity:`. @throws Refusal 403 */
export function requireAdmin({ token }: Call, action: string): void {
  if (!token.isAdmin) throw forbidden(`identity:${action}`);
}

/** An administrator, a reader of the system, or whom the rule names besides. @throws Refusal 403 */
export function requireReader({ token }: Call, action: string, isOther = false): void {
  const isReader = token.system && token.roles.includes('reader');
  if (!token.isAdmin && !isReader && !isOther) throw forbidden(`identity:${action}`);
}

/** @throws Refusal 403 */
export function requireAdminOr({ token }: Call, action: string, isOther: boolean): void {
  if (!token.isAdmin && !isOther) throw forbidden(`identity:${action}`);
}
