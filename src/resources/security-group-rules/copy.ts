import { hasStatus } from '../../errors/openstack.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { removeOne } from '../neutron/collection.ts';
import { finish } from '../neutron/mark.ts';
import { required, translator } from '../required.ts';
import type { CopyContext, Translate } from '../resource-kind.ts';
import { adoption } from '../security-group/adopt.ts';
import { securityGroups } from '../security-group/schema.ts';
import { getRules } from './api.ts';
import { comparable, ruleKey } from './attributes.ts';
import { ruleCollection } from './schema.ts';
import type { GroupRules, Rule } from './schema.ts';
import { sayBegun, sayDone } from './state.ts';

type Body = Readonly<Record<string, unknown>>;

/** Those of the group that stands for the source's. */
export async function find(
  destination: Cloud,
  source: GroupRules,
  ids: IdMap,
): Promise<readonly GroupRules[]> {
  const group = destinationId(ids, { kind: 'security-group', id: source.id });
  const found = group === undefined ? undefined : await getRules(destination, group);
  if (found === undefined) return [];
  const adopted = await adoption(destination, found, source.id);
  return [adopted === undefined ? found : { ...found, adopted }];
}

/** The group is there: only the word that its rules are under way is new. */
export async function create(
  { destination, ids }: CopyContext,
  source: GroupRules,
): Promise<string> {
  const id = required(ids, 'security-group', source.id, source);
  await sayBegun(destination, id);
  return id;
}

/** Adds what is missing, then takes away what is too much: what was allowed stays allowed on the way. */
export async function converge(
  context: CopyContext,
  source: GroupRules,
  existing: GroupRules,
): Promise<void> {
  const { destination, ids } = context;
  // An adopted default group: from now on it bears our mark.
  if (existing.adopted !== undefined) await finish(context, securityGroups, existing, existing);
  const translate = translator(ids, source);
  const wanted = new Map(
    source.security_group_rules.map((rule) => [ruleKey(comparable(rule, translate)), rule]),
  );
  const present = new Map(
    existing.security_group_rules.map((rule) => [
      ruleKey(comparable(rule, (_kind, id) => id)),
      rule.id,
    ]),
  );
  const tooMuch = [...present].filter(([key]) => !wanted.has(key));
  const missing = [...wanted]
    .filter(([key]) => !present.has(key))
    .map(([, rule]) => bodyOf(rule, existing, translate));
  // A rule that differs in its description alone is refused as a duplicate until the other is gone.
  const refused = await addRules(destination, missing);
  for (const [, id] of tooMuch) await removeOne(destination, ruleCollection, id);
  if (refused.length > 0) await addRules(destination, refused);
  await sayDone(destination, existing.id);
}

/** As the source wrote it: a prefix with host bits says the same, and stays so. */
function bodyOf(rule: Rule, group: GroupRules, translate: Translate): Body {
  const { id: _id, remote_group_id: remote, remote_address_group_id: addresses, ...rest } = rule;
  const said = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(said),
    ...(remote ? { remote_group_id: translate('security-group', remote) } : {}),
    ...(addresses ? { remote_address_group_id: translate('address-group', addresses) } : {}),
    security_group_id: group.id,
    project_id: group.project_id,
  };
}

/** All in one call; where that is refused, one by one. Answers those that are there already, or seem so. */
async function addRules(destination: Cloud, rules: readonly Body[]): Promise<Body[]> {
  if (rules.length === 0) return [];
  if (await accepted(destination, { security_group_rules: rules })) return [];
  const refused: Body[] = [];
  for (const rule of rules) {
    if (!(await accepted(destination, { security_group_rule: rule }))) refused.push(rule);
  }
  return refused;
}

async function accepted(destination: Cloud, body: Body): Promise<boolean> {
  try {
    await destination.call('network', { method: 'POST', path: ruleCollection.path, body });
    return true;
  } catch (error) {
    // SecurityGroupRuleExists, but also OverQuota: that must be heard.
    if (hasStatus(error, 409) && !/quota/i.test(error.detail)) return false;
    throw error;
  }
}
