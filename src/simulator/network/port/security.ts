import { Refusal } from '../../http/refusal.ts';
import type { Token } from '../../http/call.ts';
import { sees } from '../access.ts';
import { conflict } from '../refuse.ts';
import type { State } from '../state.ts';
import { groupMissing } from '../group/missing.ts';

/** @throws Refusal 404 for a group that is not there for this token, 409 */
export function checkGroups(state: State, ids: unknown, token: Token): void {
  if (!Array.isArray(ids)) return;
  for (const id of ids as string[]) {
    const group = state.groups.get(id);
    if (group === undefined || !sees(state, group, token)) throw groupMissing(id);
  }
  const kinds = new Set((ids as string[]).map((id) => state.groups.get(id)?.stateful));
  if (kinds.size > 1) {
    throw conflict(
      'SecurityGroupConflict',
      'Error Cannot apply both stateful and stateless security groups on the same port at the same time while attempting the operation.',
    );
  }
}

/** @throws Refusal 400 where security is off and groups are asked for; 409 where address pairs are */
export function checkNewSecurity(port: {
  readonly security: boolean;
  readonly groups: readonly string[] | undefined;
  readonly pairs: readonly unknown[];
}): void {
  if (port.security) return;
  if (port.groups !== undefined && port.groups.length > 0) throw groupsNeedSecurity();
  if (port.pairs.length > 0) throw pairsNeedSecurity();
}

/** @throws Refusal 400, 409 */
export function checkChangedSecurity(
  before: { readonly groups: readonly string[]; readonly pairs: readonly unknown[] },
  after: {
    readonly security: boolean;
    readonly groups: readonly string[] | undefined;
    readonly pairs: readonly unknown[] | undefined;
  },
): void {
  if (after.security) return;
  if (after.groups !== undefined && after.groups.length > 0) throw groupsNeedSecurity();
  if (after.groups === undefined && before.groups.length > 0) {
    throw conflict(
      'PortSecurityPortHasSecurityGroup',
      'Port has security group associated. Cannot disable port security or IP address until security group is removed.',
    );
  }
  if ((after.pairs ?? before.pairs).length > 0) throw pairsNeedSecurity();
}

function groupsNeedSecurity(): Refusal {
  return new Refusal(
    400,
    'Port security must be enabled and port must have an IP address in order to use security groups.',
    'PortSecurityAndIPRequiredForSecurityGroups',
  );
}

function pairsNeedSecurity(): Refusal {
  return conflict(
    'AddressPairAndPortSecurityRequired',
    'Port Security must be enabled in order to have allowed address pairs on a port.',
  );
}
