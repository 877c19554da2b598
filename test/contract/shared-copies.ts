import { expect } from 'vitest';
import { giveAccess } from '../../src/activities/access.ts';
import { levelsOf } from '../../src/activities/closure.ts';
import type { Closure } from '../../src/activities/closure.ts';
import { copyItems } from '../../src/activities/copy.ts';
import { parseReferenceKey } from '../../src/model/reference.ts';
import type { Spec } from '../../src/model/spec.ts';
import { kindOf } from '../../src/resources/registry.ts';
import { isServerStage } from '../../src/resources/resource-kind.ts';
import type { Lab } from './lab.ts';

const run = { signal: new AbortController().signal, attempt: 1, report: () => undefined };

/** Copies what a migration has copied before a server's saga begins; all but what is `there` goes at the end. Answers the ids. */
export async function copyShared(
  lab: Lab,
  spec: Spec,
  nodes: Closure['nodes'],
  there: (key: string) => boolean,
): Promise<Record<string, string>> {
  const done: Record<string, string> = {};
  for (const level of levelsOf(nodes)) {
    const shared = level.filter((node) => !isServerStage(node.kind, node.resource));
    const batch = shared.map(({ key }) => ({ key, name: key, bulk: false }));
    const copied = await copyItems(spec, lab, { items: batch, ids: done, missing: [] }, run);
    expect(copied.failed).toEqual([]);
    for (const [key, id] of Object.entries(copied.ids)) {
      const { kind } = parseReferenceKey(key);
      if (!there(key)) lab.atEnd(() => kindOf(kind).remove(lab.destination, id));
      if (kind === 'project') await giveAccess(lab.destination, id, lab.run);
    }
    Object.assign(done, copied.ids);
  }
  return done;
}
