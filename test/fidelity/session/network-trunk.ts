import type { Session, Step } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const UNKNOWN = '4e8e5957-649f-477b-9e5b-f1f75b21c03c';
const mine = { list: 'mine' } as const;

function port(name: string, network: string): Step {
  return prepare('network POST /ports', {
    body: { port: { name: `{run}-${name}`, network_id: `{${network}}`, project_id: '{project}' } },
    keep: { [name]: 'port.id' },
    undo: `/ports/{${name}}`,
  });
}

function network(name: string, cidr: string): Step[] {
  return [
    prepare('network POST /networks', {
      body: { network: { name: `{run}-${name}`, project_id: '{project}' } },
      keep: { [name]: 'network.id' },
      undo: `/networks/{${name}}`,
    }),
    prepare('network POST /subnets', {
      body: { subnet: { network_id: `{${name}}`, project_id: '{project}', ip_version: 4, cidr } },
    }),
  ];
}

function add(name: string, subPort: unknown): Step {
  return step(name, 'network PUT /trunks/{trunk}/add_subports', { body: { sub_ports: [subPort] } });
}

const vlan = (name: string, id: number) => ({
  port_id: `{${name}}`,
  segmentation_type: 'vlan',
  segmentation_id: id,
});

/** Trunks and their subports. */
export const networkTrunk: Session = {
  service: 'network',
  name: 'network-trunk',
  steps: [
    ...network('front', '10.78.1.0/24'),
    ...network('back', '10.78.2.0/24'),
    port('parent', 'front'),
    port('other', 'front'),
    port('sub1', 'back'),
    port('sub2', 'back'),
    step('creates a trunk', 'network POST /trunks', {
      body: {
        trunk: {
          name: '{run}-trunk',
          project_id: '{project}',
          description: 'one',
          port_id: '{parent}',
          sub_ports: [vlan('sub1', 101)],
        },
      },
      keep: { trunk: 'trunk.id' },
      undo: '/trunks/{trunk}',
    }),
    step('creates a second trunk of a port', 'network POST /trunks', {
      body: { trunk: { port_id: '{parent}' } },
    }),
    step('creates a trunk of a subport', 'network POST /trunks', {
      body: { trunk: { port_id: '{sub1}' } },
    }),
    step('creates a trunk with a subport of another', 'network POST /trunks', {
      body: { trunk: { port_id: '{other}', sub_ports: [vlan('sub1', 101)] } },
    }),
    step('creates a trunk of nothing', 'network POST /trunks', { body: { trunk: {} } }),
    step('creates a trunk of a port that is not there', 'network POST /trunks', {
      body: { trunk: { port_id: UNKNOWN } },
    }),
    step('creates a trunk with tags', 'network POST /trunks', {
      body: { trunk: { port_id: '{other}', tags: ['a'] } },
    }),
    step("creates a trunk of a stranger's port", 'network POST /trunks', {
      as: 'stranger',
      body: { trunk: { port_id: '{other}' } },
    }),
    step('creates a trunk as a member', 'network POST /trunks', {
      as: 'member',
      body: { trunk: { port_id: '{other}', admin_state_up: false } },
      keep: { trunk2: 'trunk.id' },
      undo: '/trunks/{trunk2}',
    }),
    step('shows a trunk', 'network GET /trunks/{trunk}'),
    step('shows a trunk to a stranger', 'network GET /trunks/{trunk}', { as: 'stranger' }),
    step('shows a trunk that is not there', `network GET /trunks/${UNKNOWN}`),
    step('a parent port', 'network GET /ports/{parent}'),
    step('a subport', 'network GET /ports/{sub1}'),
    step('lists trunks', 'network GET /trunks', mine),
    step('lists trunks by port', 'network GET /trunks?port_id={parent}&fields=name'),
    step('lists trunks by project', 'network GET /trunks?project_id={project}&fields=id'),
    step('lists trunks by description', 'network GET /trunks?description=one&fields=name', mine),
    step('lists trunks by subports', 'network GET /trunks?sub_ports=x'),
    step('lists trunks by an unknown filter', 'network GET /trunks?colour=red'),
    step('adds a subport', 'network PUT /trunks/{trunk}/add_subports', {
      body: { sub_ports: [vlan('sub2', 102)] },
    }),
    add('adds a subport again', vlan('sub2', 103)),
    step('deletes a trunk that is down', 'network DELETE /trunks/{trunk2}'),
    prepare('network PUT /trunks/{trunk2}', { body: { trunk: { admin_state_up: true } } }),
    prepare('network DELETE /trunks/{trunk2}'),
    add('adds a subport of the same number', vlan('other', 102)),
    add('adds a subport of a number out of range', vlan('other', 5000)),
    add('adds a subport of an unknown type', {
      port_id: '{other}',
      segmentation_type: 'vxlan',
      segmentation_id: 104,
    }),
    add('adds a subport of no type', { port_id: '{other}' }),
    add('adds a subport that is not there', {
      port_id: UNKNOWN,
      segmentation_type: 'vlan',
      segmentation_id: 105,
    }),
    step('subports', 'network GET /trunks/{trunk}/get_subports'),
    step('removes a subport', 'network PUT /trunks/{trunk}/remove_subports', {
      body: { sub_ports: [{ port_id: '{sub2}' }] },
    }),
    step('removes a subport again', 'network PUT /trunks/{trunk}/remove_subports', {
      body: { sub_ports: [{ port_id: '{sub2}' }] },
    }),
    step('takes a trunk down', 'network PUT /trunks/{trunk}', {
      body: { trunk: { admin_state_up: false } },
    }),
    add('adds a subport to a trunk that is down', vlan('sub2', 102)),
    step('changes a trunk', 'network PUT /trunks/{trunk}', {
      body: { trunk: { name: '{run}-trunk1', description: 'two', admin_state_up: true } },
    }),
    step('changes the port of a trunk', 'network PUT /trunks/{trunk}', {
      body: { trunk: { port_id: '{other}' } },
    }),
    step('tags a trunk', 'network PUT /trunks/{trunk}/tags', { body: { tags: ['a'] } }),
    step('lists trunks by tag', 'network GET /trunks?tags=a', mine),
    step('deletes a parent port', 'network DELETE /ports/{parent}'),
    step('deletes a subport', 'network DELETE /ports/{sub1}'),
    step('deletes a trunk', 'network DELETE /trunks/{trunk}'),
    step('deletes a trunk again', 'network DELETE /trunks/{trunk}'),
    step('a port that was a subport', 'network DELETE /ports/{sub1}'),
  ],
};
