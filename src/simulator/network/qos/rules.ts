import { randomUUID } from 'node:crypto';
import type { Answer, Call, Route } from '../../http/call.ts';
import type { Neutron } from '../neutron.ts';
import { forbidden, missing } from '../refuse.ts';
import { bodiesOf, readChange, readNew } from '../rest/body.ts';
import { findVisible } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { fieldsOf } from '../rest/list.ts';
import { ok } from '../rest/routes.ts';
import { touch } from '../rest/thing.ts';
import type { QosPolicy, QosRule } from '../state.ts';
import { checkConflicts, checkUsers } from './rule-checks.ts';
import { RULE_ATTRIBUTES } from './rule-attributes.ts';

/** `/qos/policies/:id/bandwidth_limit_rules`, and so on. */
export function ruleRoutes(neutron: Neutron, policies: Kind<QosPolicy>): Route[] {
  return Object.keys(RULE_ATTRIBUTES).flatMap((type) => routesOf(neutron, policies, type));
}

function routesOf(neutron: Neutron, policies: Kind<QosPolicy>, type: string): Route[] {
  const word = `${type}_rule`;
  const path = `/qos/policies/:id/${word}s`;
  const find = ({ params, token }: Call): QosPolicy =>
    findVisible(policies, params['id'] ?? '', token);
  const read = ({ query }: Call, policy: QosPolicy) => ({
    [`${word}s`]: listed(policy, type, query),
  });
  return [
    { method: 'GET', path, handle: (call) => ok(read(call, find(call))) },
    {
      method: 'GET',
      path: `${path}/:rule`,
      handle: (call) => ok({ [word]: viewOf(ruleOf(find(call), type, call)) }),
    },
    ...changes({ ...neutron, find, type, word, path }),
  ];
}

interface Changes extends Neutron {
  readonly find: (call: Call) => QosPolicy;
  readonly type: string;
  readonly word: string;
  readonly path: string;
}

function changes(about: Changes): Route[] {
  const { state, cloud, find, type, word, path } = about;
  const attributes = RULE_ATTRIBUTES[type] ?? {};
  const put = (policy: QosPolicy, rules: readonly QosRule[]): void => {
    policy.rules = rules;
    touch(policy, cloud.clock);
  };
  const make = (call: Call): Answer => {
    const { bodies } = bodiesOf(call.json, { one: word });
    const { project_id: _project, ...values } = readNew(bodies[0], attributes, call.token);
    checkMay(call, 'create', word);
    const policy = find(call);
    const rule = { id: randomUUID(), type, values };
    checkConflicts(policy, rule);
    checkUsers(state, policy, rule);
    put(policy, [...policy.rules, rule]);
    return { status: 201, body: { [word]: viewOf(rule) } };
  };
  const change = (call: Call): Answer => {
    const { bodies } = bodiesOf(call.json, { one: word });
    const body = readChange(bodies[0], attributes);
    checkMay(call, 'update', word);
    const policy = find(call);
    const old = ruleOf(policy, type, call);
    const rule = { ...old, values: { ...old.values, ...body } };
    checkConflicts(policy, rule);
    const rules = policy.rules.map((each) => (each === old ? rule : each));
    put(policy, rules);
    return ok({ [word]: viewOf(rule) });
  };
  const remove = (call: Call): Answer => {
    checkMay(call, 'delete', word);
    const policy = find(call);
    const rule = ruleOf(policy, type, call);
    const rules = policy.rules.filter((each) => each !== rule);
    put(policy, rules);
    return { status: 204 };
  };
  const one = `${path}/:rule`;
  return [
    { method: 'POST', path, handle: make },
    { method: 'PUT', path: one, handle: change },
    { method: 'DELETE', path: one, handle: remove },
  ];
}

function checkMay({ token }: Call, action: string, word: string): void {
  if (!token.isAdmin) throw forbidden(`rule:${action}_policy_${word}`);
}

function listed({ rules }: QosPolicy, type: string, query: URLSearchParams): unknown[] {
  return rules.filter((rule) => rule.type === type).map((rule) => fieldsOf(viewOf(rule), query));
}

function viewOf({ id, values }: QosRule): Readonly<Record<string, unknown>> {
  return { ...values, id };
}

function ruleOf(policy: QosPolicy, type: string, { params }: Call): QosRule {
  const id = params['rule'] ?? '';
  const rule = policy.rules.find((each) => each.id === id && each.type === type);
  if (rule !== undefined) return rule;
  const message = `QoS rule ${id} for policy ${policy.id} could not be found.`;
  throw missing('QosRuleNotFound', message);
}
