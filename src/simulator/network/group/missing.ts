import type { Refusal } from '../../http/refusal.ts';
import { missing } from '../refuse.ts';

export function groupMissing(id: string): Refusal {
  return missing('SecurityGroupNotFound', `Security group ${id} does not exist`);
}
