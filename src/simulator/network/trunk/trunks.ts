import type { Token } from '../../http/call.ts';
import { str } from '../../python.ts';
import type { Neutron } from '../neutron.ts';
import { visiblePort } from '../port/ports.ts';
import { checkQuota } from '../quota.ts';
import { conflict, invalidInput, missing } from '../refuse.ts';
import { ID, NAME, PROJECT, STANDARD, TAGS, UP, attribute } from '../rest/attributes.ts';
import { owns } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { uuid } from '../rest/readers.ts';
import type { Reader } from '../rest/readers.ts';
import { change, newThing, renamed, standardView } from '../rest/thing.ts';
import type { Body, View } from '../rest/thing.ts';
import type { Port, Trunk } from '../state.ts';
import { addSubPorts, checkUp, dropSubPorts, subPortView } from './subports.ts';

const list: Reader = (value) => {
  if (!Array.isArray(value))
    throw invalidInput(`Invalid data format for subports: '${str(value)}'`);
  return value;
};

const ATTRIBUTES = {
  ...ID,
  ...NAME,
  ...UP,
  ...PROJECT,
  port_id: attribute('pfs', uuid, { required: true }),
  status: attribute('fs'),
  sub_ports: attribute('p', list, { fallback: [] }),
  ...STANDARD,
  ...TAGS,
};

/** https://docs.openstack.org/api-ref/network/v2/#trunk-networking */
export function trunksOf(neutron: Neutron): Kind<Trunk> {
  const { state, cloud } = neutron;
  return {
    one: 'trunk',
    many: 'trunks',
    path: '/trunks',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.trunks,
    visible: owns,
    view: viewOf,
    missing: (id) => missing('TrunkNotFound', `Trunk ${id} could not be found.`),
    candidates(query) {
      const ports = query.getAll('port_id');
      if (ports.length === 0) return undefined;
      return [...new Set(ports)].flatMap((id) => state.trunks.by('port', id));
    },
    create: (body, { token }) => makeTrunk(neutron, body, token),
    update(trunk, body) {
      const names = {
        name: 'name',
        description: 'description',
        admin_state_up: 'adminStateUp',
      };
      change(trunk, cloud.clock, renamed(body, names));
    },
    remove(trunk) {
      checkUp(trunk);
      if (isBound(state.ports.get(trunk.portId)))
        throw conflict('TrunkInUse', `Trunk ${trunk.id} is currently in use.`);
      dropSubPorts(state, trunk, trunk.subPorts);
      state.trunks.remove(trunk);
    },
  };
}

/** No agent reports a trunk's state. */
function viewOf(trunk: Trunk): View {
  return {
    id: trunk.id,
    name: trunk.name,
    admin_state_up: trunk.adminStateUp,
    port_id: trunk.portId,
    status: 'DOWN',
    sub_ports: trunk.subPorts.map(subPortView),
    tenant_id: trunk.projectId,
    ...standardView(trunk),
  };
}

/** @throws Refusal 404, 409 */
function makeTrunk({ state, cloud }: Neutron, body: Body, token: Token): Trunk {
  const id = body['port_id'] as string;
  checkQuota(state, 'trunk', body['project_id'] as string);
  const port = visiblePort(state, id, token);
  if (state.subPorts.has(id))
    throw conflict('TrunkPortInUse', `Port ${id} is in use by another trunk.`);
  if (isBound(port) || state.trunks.count('port', id) > 0) {
    const message = `Port ${id} is currently in use and is not eligible for use as a parent port.`;
    throw conflict('ParentPortInUse', message);
  }
  const trunk: Trunk = {
    ...newThing(cloud.clock, body, 0),
    portId: id,
    adminStateUp: body['admin_state_up'] as boolean,
    subPorts: [],
  };
  addSubPorts(state, trunk, body['sub_ports'] as readonly unknown[], token);
  state.trunks.add(trunk);
  return trunk;
}

function isBound(port: Port | undefined): boolean {
  return port !== undefined && port.vif !== 'unbound';
}
