import { checkBody } from '../compute/schema.ts';
import type { Schema } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { act } from './actions.ts';
import { bare, done, needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { typeOf } from './find.ts';
import { bodyOf, UUID, idIn } from './read.ts';
import { change } from './state.ts';
import type { Store, VolumeType } from './state.ts';
import { visibleSpecs } from './views.ts';

/** What hangs on a type: extra specs, and who sees it. */
export function typeSpecWays(store: Store): readonly Way[] {
  const typeIn = (call: Call): VolumeType => typeOf(store, call.token, idIn(call));
  return [
    ...specWays(store, typeIn),
    {
      method: 'GET',
      path: '/types/:id/os-volume-type-access',
      handle(call) {
        needAdmin(call, 'volume_extension:volume_type_access:get_all_for_type');
        const { id, isPublic, projects } = typeIn(call);
        if (isPublic) {
          throw new Refusal(404, 'Access list not available for public volume types.');
        }
        const rows = [...projects].map((each) => ({ volume_type_id: id, project_id: each }));
        return { status: 200, body: { volume_type_access: rows } };
      },
    },
    {
      method: 'POST',
      path: '/types/:id/action',
      handle: (call) =>
        act(call, {
          addProjectAccess: () => access(call, 'addProjectAccess', typeIn),
          removeProjectAccess: () => access(call, 'removeProjectAccess', typeIn),
        }),
    },
  ];
}

function access(
  call: Call,
  name: 'addProjectAccess' | 'removeProjectAccess',
  typeIn: (call: Call) => VolumeType,
): Answer {
  const body = bodyOf(call, name, {
    type: 'object',
    properties: { project: UUID },
    required: ['project'],
    additionalProperties: false,
  });
  needAdmin(call, `volume_extension:volume_type_access:${name}`);
  const project = String(body['project']);
  const { id, isPublic, projects } = typeIn(call);
  if (isPublic) {
    throw new Refusal(
      400,
      'Invalid volume type: Type access modification is not applicable to public volume type.',
    );
  }
  if (name === 'addProjectAccess' && projects.has(project)) {
    const words = `Volume type access for ${id} / ${project} combination already exists.`;
    throw new Refusal(409, words);
  }
  if (name === 'removeProjectAccess' && !projects.has(project)) {
    const words = `Volume type access not found for ${id} / ${project} combination.`;
    throw new Refusal(404, words);
  }
  if (name === 'addProjectAccess') projects.add(project);
  else projects.delete(project);
  return bare(202);
}

const SPECS: Schema = {
  type: 'object',
  patternProperties: { '^[a-zA-Z0-9-_:.]{1,255}$': { type: ['string', 'null'], maxLength: 255 } },
  additionalProperties: false,
};

type Find = (call: Call) => VolumeType;

function specWays(store: Store, typeIn: Find): readonly Way[] {
  const path = '/types/:id/extra_specs';
  const specsFor = (call: Call): VolumeType['extraSpecs'] => {
    const { extraSpecs } = typeIn(call);
    return call.token.isAdmin ? extraSpecs : visibleSpecs(extraSpecs);
  };
  const put = (call: Call, specs: unknown): void => {
    const type = typeIn(call);
    const extraSpecs = { ...type.extraSpecs, ...(specs as VolumeType['extraSpecs']) };
    change(store, type, { extraSpecs });
  };
  return [
    {
      method: 'GET',
      path,
      handle: (call) => ({ status: 200, body: { extra_specs: specsFor(call) } }),
    },
    {
      method: 'POST',
      path,
      handle(call) {
        const extra_specs = bodyOf(call, 'extra_specs', SPECS);
        needAdmin(call, 'volume_extension:types_extra_specs:create');
        checkUnused(store, call);
        put(call, extra_specs);
        return { status: 200, body: { extra_specs } };
      },
    },
    {
      method: 'GET',
      path: `${path}/:key`,
      handle(call) {
        const [key, value] = specIn(call, specsFor(call));
        return { status: 200, body: { [key]: value } };
      },
    },
    {
      method: 'PUT',
      path: `${path}/:key`,
      handle(call) {
        const specs = checkBody(SPECS, call.json);
        needAdmin(call, 'volume_extension:types_extra_specs:update');
        checkUnused(store, call);
        typeIn(call);
        if (!((call.params['key'] ?? '') in specs)) {
          throw new Refusal(400, 'Request body and URI mismatch');
        }
        put(call, specs);
        return { status: 200, body: specs };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:key`,
      handle: (call) => removeSpec(store, call, typeIn(call)),
    },
  ];
}

function removeSpec(store: Store, call: Call, type: VolumeType): Answer {
  needAdmin(call, 'volume_extension:types_extra_specs:delete');
  checkUnused(store, call);
  const [key] = specIn(call, type.extraSpecs);
  const { [key]: _gone, ...extraSpecs } = type.extraSpecs;
  change(store, type, { extraSpecs });
  return done(202);
}

function checkUnused({ volumes }: Store, { params }: Call): void {
  if ([...volumes.all()].some(({ typeId }) => typeId === params['id'])) {
    throw new Refusal(400, 'Volume Type is currently in use.');
  }
}

function specIn(
  { params }: Call,
  specs: VolumeType['extraSpecs'],
): readonly [string, string | null] {
  const key = params['key'] ?? '';
  const value = specs[key];
  if (value !== undefined) return [key, value];
  throw new Refusal(404, `Volume Type ${params['id']} has no extra specs with key ${key}.`);
}
