import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveAccess } from '../../src/activities/access.ts';
import { closureOf, levelsOf } from '../../src/activities/closure.ts';
import type { Copied } from '../../src/activities/copy-resource.ts';
import { differences } from '../../src/activities/match.ts';
import { ConflictError } from '../../src/errors/migration.ts';
import type { Mappings } from '../../src/model/spec.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { kindOf } from '../../src/resources/registry.ts';
import type { CopyContext, Resource, ResourceKind } from '../../src/resources/resource-kind.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';

export interface KindCase<R extends Resource> {
  readonly kind: ResourceKind<R>;
  /**
   * The id of the source resource to copy, with every attribute that could get lost. Made for this run (`lab.make`), so that
   * runs beside each other do not meet in the destination; a seeded one where it must be.
   */
  readonly pick: (lab: Lab) => Promise<string>;
  /** The operator's mappings: an external network that both clouds have. */
  readonly mappings?: Mappings;
  /** Two copies begun in the same moment must end as one: the natural key is unique by law, or the kind sees to it. */
  readonly unique?: boolean;
  /** Changes the copy behind the engine's back; answers the names of the attributes that then differ. */
  readonly change?: (destination: Cloud, copy: R) => Promise<readonly string[]>;
  /** A resource of the same natural key that is not ours and not equal, and what the engine does with it. */
  readonly foreign: Foreign<R>;
}

/** `ignored`: names are not unique, and a copy is made beside it. */
export type Fate = 'refused' | 'reused' | 'reused with a warning' | 'ignored';

export interface Foreign<R extends Resource> {
  readonly fate: Fate;
  /** Makes it in the destination (`lab.make`); answers its id. `translate` gives the destination ids of what `wanted` references. */
  readonly make: (
    lab: Lab,
    wanted: R,
    translate: (kind: string, sourceId: string) => string,
  ) => Promise<string>;
}

/** The contract of every kind, on two real clouds. The tests build on each other, in their order. */
export function describeKind<R extends Resource>(kindCase: KindCase<R>): void {
  const { kind, mappings = {} } = kindCase;

  describe(`kind ${kind.kind}`, () => {
    let lab: Lab;
    let picked: R;
    let ids: Readonly<Record<string, string>>;
    let copyId: string;
    const find = () => kind.find(lab.destination, picked, ids);
    const copy = () => copyPicked(kindCase, lab, { id: picked.id, ids });
    const differing = async (id: string) =>
      differences({ kind, ids, mappings }, picked, await existing(kind, lab.destination, id));

    beforeAll(async () => {
      lab = await openLab();
      picked = await existing(kind, lab.source, await kindCase.pick(lab));
      ids = await copyDependencies(kindCase, lab, picked);
    });
    afterAll(() => lab?.end());

    test('get finds it, and nothing of an unknown id', async () => {
      expect((await kind.get(lab.source, picked.id))?.id).toBe(picked.id);
      expect(await kind.get(lab.source, randomUUID())).toBeUndefined();
    });

    test('list contains it as get shows it, and only its project has it', async () => {
      const project = kind.project?.(picked);
      const scope = project === undefined ? {} : { project };
      const listed = await collect(kind.list(lab.source, scope), ({ id }) => id === picked.id);
      expect(listed).toHaveLength(1);
      expect(sourceAttributes(kind, listed[0])).toEqual(sourceAttributes(kind, picked));
      if (project === undefined) return;
      const elsewhere = kind.list(lab.source, {
        project: (await lab.source.identity()).projectId!,
      });
      expect(await collect(elsewhere, ({ id }) => id === picked.id)).toEqual([]);
    });

    test('its facts name every attribute that it carries', () => {
      const carried = Object.keys(kind.attributes(picked, (_kind, id) => id));
      expect(kind.facts.carries).toEqual(expect.arrayContaining(carried));
      const asked = Object.keys(kind.asked?.(picked) ?? {});
      expect(Object.keys(kind.facts.lost)).toEqual(expect.arrayContaining(asked));
    });

    test('what it references exists', async () => {
      for (const reference of await kind.references(lab.source, picked)) {
        const found = await kindOf(reference.kind).get(lab.source, reference.id);
        expect(found, `${reference.kind} ${reference.id}`).toMatchObject({ id: reference.id });
      }
    });

    test('a copy cut after create is found and completed by the next', async () => {
      expect(await find()).toEqual([]);
      copyId = await kind.create(contextOf(kindCase, lab, { id: picked.id, ids }), picked);
      lab.atEnd(() => kind.remove(lab.destination, copyId));
      expect((await find()).map(({ id }) => id)).toEqual([copyId]);
      expect((await copy()).destinationId).toBe(copyId);
      expect(await differing(copyId)).toEqual([]);
    });

    test('copied again it is the same one', async () => {
      expect(await copy()).toMatchObject({ destinationId: copyId, action: 'reused', concerns: [] });
      expect((await find()).map(({ id }) => id)).toEqual([copyId]);
      expect(await differing(copyId)).toEqual([]);
    });

    const { change } = kindCase;
    if (change !== undefined) {
      test('a change in the destination is seen', async () => {
        const changed = await change(
          lab.destination,
          await existing(kind, lab.destination, copyId),
        );
        expect((await differing(copyId)).map(({ attribute }) => attribute)).toEqual(changed);
      });
    }

    test('remove takes it away, also twice', async () => {
      await kind.remove(lab.destination, copyId);
      await kind.remove(lab.destination, copyId);
      expect(await kind.get(lab.destination, copyId)).toBeUndefined();
      expect(await find()).toEqual([]);
    });

    if (kindCase.unique === true) {
      test('two copies begun in the same moment end as one', async () => {
        const copies = await Promise.all([copy(), copy()]);
        for (const { destinationId } of copies) {
          lab.atEnd(() => kind.remove(lab.destination, destinationId));
        }
        const found = (await find()).map(({ id }) => id);
        expect(copies.map(({ destinationId }) => destinationId)).toEqual([...found, ...found]);
        await kind.remove(lab.destination, found[0] ?? '');
      });
    }

    test(`a foreign one of the same natural key is ${kindCase.foreign.fate}, and never touched`, async () => {
      const { foreign } = kindCase;
      const id = await foreign.make(lab, picked, (of, sourceId) => ids[`${of}/${sourceId}`] ?? '');
      const before = await existing(kind, lab.destination, id);
      expect(await fateOf(id, copy, lab, kind)).toBe(kindCase.foreign.fate);
      expect(await kind.get(lab.destination, id)).toEqual(before);
    });
  });
}

/** What becomes of a foreign resource when a copy is asked for. */
async function fateOf(
  id: string,
  copy: () => Promise<Copied>,
  lab: Lab,
  kind: ResourceKind,
): Promise<Fate> {
  try {
    const { destinationId, concerns } = await copy();
    if (destinationId === id) return concerns.length > 0 ? 'reused with a warning' : 'reused';
    lab.atEnd(() => kind.remove(lab.destination, destinationId));
    return 'ignored';
  } catch (error) {
    if (error instanceof ConflictError) return 'refused';
    throw error;
  }
}

/** Everything the resource needs, level by level as a migration does it; answers the id map. */
async function copyDependencies<R extends Resource>(
  kindCase: KindCase<R>,
  lab: Lab,
  picked: R,
): Promise<Readonly<Record<string, string>>> {
  const root = { kind: kindCase.kind, resource: picked };
  const { nodes, concerns } = await closureOf(lab, [root], kindCase.mappings ?? {});
  expect(concerns).toEqual([]);
  const ids: Record<string, string> = {};
  for (const node of levelsOf(nodes).flat()) {
    if (node.resource.id === picked.id && node.kind === kindCase.kind) continue;
    const copied = await copyPicked({ ...kindCase, kind: node.kind }, lab, {
      id: node.resource.id,
      ids,
    });
    if (copied.action === 'created') {
      lab.atEnd(() => node.kind.remove(lab.destination, copied.destinationId));
    }
    ids[node.key] = copied.destinationId;
    if (node.kind.kind === 'project')
      await giveAccess(lab.destination, copied.destinationId, lab.run);
  }
  return ids;
}

interface Picked {
  readonly id: string;
  readonly ids: Readonly<Record<string, string>>;
}

function copyPicked(
  { kind, mappings }: { readonly kind: ResourceKind; readonly mappings?: Mappings },
  lab: Lab,
  { id, ids }: Picked,
): Promise<Copied> {
  return copyToLab(lab, {
    kind,
    id,
    ids,
    mappings: mappings ?? {},
    signal: AbortSignal.timeout(240_000),
  });
}

function contextOf(
  { mappings }: { readonly mappings?: Mappings },
  lab: Lab,
  { id, ids }: Picked,
): CopyContext {
  return {
    source: lab.source,
    destination: lab.destination,
    ids,
    mappings: mappings ?? {},
    provenance: { source: id, migration: lab.run },
    signal: AbortSignal.timeout(240_000),
    progress: () => undefined,
  };
}

/** What must be there for the test to go on. */
export async function existing<R extends Resource>(
  kind: ResourceKind<R>,
  cloud: Cloud,
  id: string,
): Promise<R> {
  const found = await kind.get(cloud, id);
  if (found === undefined) throw new Error(`${cloud.name} has no ${kind.kind} ${id}`);
  return found;
}

function sourceAttributes<R extends Resource>(
  kind: ResourceKind<R>,
  resource: R | undefined,
): unknown {
  return resource && kind.attributes(resource, (_kind, id) => id);
}
