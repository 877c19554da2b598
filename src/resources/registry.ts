import { addressGroup } from './address-group/index.ts';
import { addressScope } from './address-scope/index.ts';
import { domain } from './domain/index.ts';
import { flavor } from './flavor/index.ts';
import { flavorAccess } from './flavor-access/index.ts';
import { floatingIp } from './floating-ip/index.ts';
import { group } from './group/index.ts';
import { image } from './image/index.ts';
import { imageMember } from './image-member/index.ts';
import { keypair } from './keypair/index.ts';
import { network } from './network/index.ts';
import { port } from './port/index.ts';
import { portForwarding } from './port-forwarding/index.ts';
import { project } from './project/index.ts';
import { qosPolicy } from './qos-policy/index.ts';
import { quota } from './quota/index.ts';
import { rbacPolicy } from './rbac-policy/index.ts';
import type { ResourceKind } from './resource-kind.ts';
import { role } from './role/index.ts';
import { roleAssignment } from './role-assignment/index.ts';
import { router } from './router/index.ts';
import { securityGroup } from './security-group/index.ts';
import { securityGroupRules } from './security-group-rules/index.ts';
import { server } from './server/index.ts';
import { serverGroup } from './server-group/index.ts';
import { subnet } from './subnet/index.ts';
import { subnetPool } from './subnet-pool/index.ts';
import { trunk } from './trunk/index.ts';
import { user } from './user/index.ts';
import { userPassword } from './user-password/index.ts';

/** Every kind there is, each after those it depends on. A new kind is one line here. */
export const KINDS: readonly ResourceKind[] = inDependencyOrder([
  domain,
  project,
  user,
  group,
  role,
  roleAssignment,
  quota,
  userPassword,
  flavor,
  flavorAccess,
  keypair,
  image,
  imageMember,
  serverGroup,
  addressScope,
  subnetPool,
  addressGroup,
  qosPolicy,
  network,
  subnet,
  router,
  securityGroup,
  securityGroupRules,
  rbacPolicy,
  port,
  trunk,
  floatingIp,
  portForwarding,
  server,
]);

const byName = new Map(KINDS.map((kind) => [kind.kind, kind]));

export function kindOf(name: string): ResourceKind {
  const kind = byName.get(name);
  if (kind === undefined) throw new Error(`There is no kind ${name}.`);
  return kind;
}

/** A kind may depend on itself (a project on the one above it). */
function inDependencyOrder(kinds: readonly ResourceKind[]): readonly ResourceKind[] {
  const before = new Set<string>();
  for (const { kind, dependsOn } of kinds) {
    before.add(kind);
    const late = dependsOn.filter((each) => !before.has(each));
    if (late.length > 0) throw new Error(`${kind} must come after ${late.join(', ')}.`);
  }
  return kinds;
}
