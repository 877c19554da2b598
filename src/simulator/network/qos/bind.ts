import type { Token } from '../../http/call.ts';
import type { Refusal } from '../../http/refusal.ts';
import { sees } from '../access.ts';
import { conflict, missing } from '../refuse.ts';
import type { Body } from '../rest/thing.ts';
import type { State } from '../state.ts';

/** What the clouds' only driver (Linux bridge) can do to a port. */
export const SUPPORTED: readonly string[] = ['bandwidth_limit', 'dscp_marking'];

export function qosPolicyMissing(id: string): Refusal {
  return missing('QosPolicyNotFound', `QoS policy ${id} could not be found.`);
}

/** Undefined: the body does not say. @throws Refusal 404 */
export function policyOf(state: State, body: object, token: Token): string | null | undefined {
  const { qos_policy_id: id } = body as { qos_policy_id?: string | null };
  if (id === undefined || id === null) return id;
  const policy = state.qosPolicies.get(id);
  if (policy === undefined || !sees(state, policy, token)) throw qosPolicyMissing(id);
  return id;
}

/** A new network takes its project's default policy where it asks for none. */
export function policyForNew(state: State, body: Body, token: Token): string | null {
  const asked = policyOf(state, body, token);
  if (asked !== undefined && asked !== null) return asked;
  const own = state.qosPolicies.by('project', body['project_id'] as string);
  return own.find(({ isDefault }) => isDefault)?.id ?? null;
}

/** @throws Refusal 409 where no driver can put a rule of the policy into effect */
export function checkRules(
  state: State,
  policyId: string | null | undefined,
  user: { readonly network: string } | { readonly port: string },
): void {
  const policy = state.qosPolicies.get(policyId ?? '');
  const odd = policy?.rules.find(({ type }) => !SUPPORTED.includes(type));
  if (odd === undefined) return;
  if ('port' in user) throw notSupported(odd.type, user.port);
  throw conflict(
    'QosRuleNotSupportedByNetwork',
    `Rule ${odd.type} is not supported by network ${user.network}`,
  );
}

export function notSupported(type: string, port: string): Refusal {
  return conflict('QosRuleNotSupported', `Rule ${type} is not supported by port ${port}`);
}
