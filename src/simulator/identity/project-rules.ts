import { Refusal } from '../http/refusal.ts';
import { aboveOf } from './effective.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { isSameName } from './find.ts';
import type { Keystone } from './keystone.ts';
import { conflict } from './refuse.ts';
import { FLAG, FLAG_OR_NULL, ID_OR_NULL, TEXT_OR_NULL, nameRule } from './schema.ts';
import type { Rule } from './schema.ts';
import type { Project } from './state.ts';

export const TAG: Rule = {
  types: ['string'],
  minLength: 1,
  maxLength: 255,
  pattern: /^[^,/]*$/,
};
export const TAGS: Rule = { types: ['array'], items: TAG, maxItems: 80 };

export const PROJECT_RULES: Readonly<Record<string, Rule>> = {
  name: nameRule(64),
  description: TEXT_OR_NULL,
  domain_id: ID_OR_NULL,
  enabled: FLAG,
  is_domain: FLAG,
  parent_id: ID_OR_NULL,
  tags: TAGS,
  options: { types: ['object'], properties: { immutable: FLAG_OR_NULL } },
};

/** A name is there once in its domain, and a domain's once in the cloud. @throws Refusal 409 */
export function checkName(
  { projects }: Keystone,
  {
    id,
    name,
    domainId,
  }: { readonly id: string; readonly name: string; readonly domainId: string | null },
): void {
  for (const other of projects.values()) {
    if (other.id === id || other.domainId !== domainId || !isSameName(other.name, name)) continue;
    throw conflict(
      'project',
      domainId === null
        ? `it is not permitted to have two projects acting as domains with the same name: ${name}`
        : `it is not permitted to have two projects with either the same name or same id in the same domain: name is ${name}, project id ${id}`,
    );
  }
}

/** `verb`: update, delete. @throws Refusal 403 */
export function checkMutable(
  { id, options }: { readonly id: string; readonly options: Readonly<Record<string, unknown>> },
  what: 'project' | 'domain' | 'role',
  verb: 'update' | 'delete',
): void {
  if (options['immutable'] !== true) return;
  throw new Refusal(
    403,
    `Unable to ${verb} immutable ${what} resource: \`${id}. Set resource option "immutable" to false first.`,
  );
}

/** What is immutable takes one change only, and alone: that it is so no longer. @throws Refusal 403 */
export function checkChangeable(
  changed: { readonly id: string; readonly options: Readonly<Record<string, unknown>> },
  what: 'project' | 'role',
  given: Fields,
): void {
  const { immutable, ...others } = fieldsOf(given['options']) ?? {};
  const isUnlocked = immutable === false || immutable === null;
  if (isUnlocked && Object.keys(given).length === 1 && Object.keys(others).length === 0) return;
  checkMutable(changed, what, 'update');
}

/** A project is not enabled below a disabled one. @throws Refusal 403 */
export function checkEnabling(keystone: Keystone, project: Project, enabled: boolean): void {
  const { id } = project;
  if (project.domainId === null || enabled === project.enabled) return;
  if (enabled && aboveOf(keystone, id).some((above) => !above.enabled)) {
    throw new Refusal(403, `Cannot enable project ${id} since it has disabled parents`);
  }
  if (!enabled && [...below(keystone, id)].some((each) => each.enabled)) {
    throw new Refusal(
      403,
      `Cannot disable project ${id} since its subtree contains enabled projects.`,
    );
  }
}

/** The projects below one, each after the one above it. */
export function* below({ projects }: Keystone, id: string): Iterable<Project> {
  const open = [id];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const project of projects.values()) {
      if (project.parentId !== parent) continue;
      yield project;
      open.push(project.id);
    }
  }
}
