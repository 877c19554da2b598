import type { Route } from '../../http/call.ts';
import { Refusal } from '../../http/refusal.ts';
import { fieldsOf } from '../rest/list.ts';
import { idOf, ok } from '../rest/routes.ts';
import { SUPPORTED } from './bind.ts';
import { DSCP_MARKS, LARGEST, RULE_ATTRIBUTES } from './rule-attributes.ts';

const RATE = { parameter_values: { start: 0, end: LARGEST }, parameter_type: 'range' };
const PARAMETERS: Readonly<Record<string, readonly unknown[]>> = {
  bandwidth_limit: [
    { parameter_name: 'max_kbps', ...RATE },
    { parameter_name: 'max_burst_kbps', ...RATE },
    {
      parameter_name: 'direction',
      parameter_values: ['ingress', 'egress'],
      parameter_type: 'choices',
    },
  ],
  dscp_marking: [
    {
      parameter_name: 'dscp_mark',
      parameter_values: DSCP_MARKS,
      parameter_type: 'choices',
    },
  ],
};

/** What the drivers can do: https://docs.openstack.org/api-ref/network/v2/#qos-rule-types */
export function ruleTypeRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/qos/rule-types',
      handle({ query }) {
        const isAll = /^(true|1)$/i.test(query.get('all_rules') ?? '');
        const types = isAll ? Object.keys(RULE_ATTRIBUTES) : SUPPORTED;
        return ok({ rule_types: types.map((type) => fieldsOf({ type }, query)) });
      },
    },
    {
      method: 'GET',
      path: '/qos/rule-types/:id',
      handle(call) {
        const type = idOf(call);
        if (!call.token.isAdmin) throw new Refusal(403, 'Not authorized.', 'NotAuthorized');
        const parameters = PARAMETERS[type];
        const driver = { name: 'linuxbridge', supported_parameters: parameters };
        return ok({ rule_type: { type, drivers: parameters === undefined ? [] : [driver] } });
      },
    },
  ];
}
