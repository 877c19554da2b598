import type { Answer, Call, Route, Token } from '../../http/call.ts';
import { str } from '../../python.ts';
import type { Neutron } from '../neutron.ts';
import { visiblePort } from '../port/ports.ts';
import { badRequest, conflict, invalidInput, missing } from '../refuse.ts';
import { isRecord } from '../rest/body.ts';
import { findVisible } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { idOf, ok } from '../rest/routes.ts';
import { touch } from '../rest/thing.ts';
import type { View } from '../rest/thing.ts';
import type { State, SubPort, Trunk } from '../state.ts';

const LAST_VLAN = 4094;

/** `/trunks/:id/add_subports`: answered with the trunk, without the key that it has elsewhere. */
export function subPortRoutes({ state, cloud }: Neutron, trunks: Kind<Trunk>): Route[] {
  const find = (call: Call): Trunk => findVisible(trunks, idOf(call), call.token);
  const changed = (call: Call, trunk: Trunk): Answer => {
    touch(trunk, cloud.clock);
    return ok(trunks.view(trunk, call.token));
  };
  return [
    {
      method: 'GET',
      path: '/trunks/:id/get_subports',
      handle: (call) => ok({ sub_ports: find(call).subPorts.map(subPortView) }),
    },
    {
      method: 'PUT',
      path: '/trunks/:id/add_subports',
      handle(call) {
        const given = listOf(call.json);
        const trunk = find(call);
        addSubPorts(state, trunk, given, call.token, checkUp);
        return changed(call, trunk);
      },
    },
    {
      method: 'PUT',
      path: '/trunks/:id/remove_subports',
      handle(call) {
        const given = listOf(call.json);
        const trunk = find(call);
        checkUp(trunk);
        const gone = given.map((each) => memberOf(trunk, each));
        dropSubPorts(state, trunk, gone);
        return changed(call, trunk);
      },
    },
  ];
}

export function subPortView({ portId, segmentationType, segmentationId }: SubPort): View {
  return {
    port_id: portId,
    segmentation_type: segmentationType,
    segmentation_id: segmentationId,
  };
}

/** @throws Refusal 400, 404, 409 */
export function addSubPorts(
  state: State,
  trunk: Trunk,
  given: readonly unknown[],
  token: Token,
  check: (trunk: Trunk) => void = () => undefined,
): void {
  const added = given.map((each) => readSubPort(state, each, token));
  check(trunk);
  const numbers = new Set(trunk.subPorts.map((each) => each.segmentationId));
  for (const { segmentationId: id, segmentationType: type } of added) {
    if (numbers.has(id)) {
      const message = `segmentation_type ${type} and segmentation_id ${id} already in use on trunk ${trunk.id}.`;
      throw conflict('DuplicateSubPort', message);
    }
    numbers.add(id);
  }
  for (const each of added) state.subPorts.set(each.portId, trunk);
  trunk.subPorts = [...trunk.subPorts, ...added];
}

export function dropSubPorts(state: State, trunk: Trunk, gone: readonly SubPort[]): void {
  for (const { portId } of gone) state.subPorts.delete(portId);
  trunk.subPorts = trunk.subPorts.filter((each) => !gone.includes(each));
}

/** @throws Refusal 409 */
export function checkUp({ id, adminStateUp: up }: Trunk): void {
  if (!up) throw conflict('TrunkDisabled', `Trunk ${id} is currently disabled.`);
}

function listOf(json: unknown): readonly unknown[] {
  const given = isRecord(json) ? json['sub_ports'] : undefined;
  if (Array.isArray(given)) return given;
  throw badRequest(`Invalid data format for subports: '${str(json)}'.`);
}

function memberOf(trunk: Trunk, given: unknown): SubPort {
  const id = isRecord(given) ? given['port_id'] : undefined;
  const found = trunk.subPorts.find(({ portId }) => portId === id);
  if (found !== undefined) return found;
  const message = `SubPort ${str(id)} on trunk ${trunk.id} could not be found.`;
  throw missing('SubPortNotFound', message);
}

function readSubPort(state: State, given: unknown, token: Token): SubPort {
  if (!isRecord(given)) throw invalidInput(`'${str(given)}' is not a dictionary`);
  const { port_id: id, segmentation_type: type, segmentation_id: number } = given;
  if (type === 'inherit') throw invalidInput("Unknown segmentation_type 'vxlan'");
  if (type === undefined || number === undefined) {
    throw invalidInput(
      `Invalid subport details '${str(given)}': missing segmentation information. Must specify both segmentation_id and segmentation_type`,
    );
  }
  if (type !== 'vlan') throw invalidInput(`Unknown segmentation_type '${str(type)}'`);
  if (Number(number) < 1 || Number(number) > LAST_VLAN)
    throw invalidInput(`Segmentation ID '${str(number)}' is not in range`);
  const { id: portId } = visiblePort(state, str(id), token);
  if (state.subPorts.has(portId) || state.trunks.count('port', portId) > 0)
    throw conflict('TrunkPortInUse', `Port ${portId} is in use by another trunk.`);
  return { portId, segmentationType: type, segmentationId: Number(number) };
}
