import { Refusal } from '../http/refusal.ts';
import { isSameName } from './find.ts';
import type { Keystone } from './keystone.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { missing } from './refuse.ts';
import type { Project, User } from './state.ts';

/** Of the body of a login: by id, or by name and domain. `where`: in the body. @throws Refusal 400 */
export function namedUser(keystone: Keystone, named: Fields, where: string): User | undefined {
  const { id, name } = idOrName(named, where);
  if (id !== undefined) return keystone.users.get(id);
  const domain = namedDomain(keystone, named, { where, what: 'user' });
  return [...keystone.users.values()].find(
    (user) => user.domainId === domain?.id && isSameName(user.name, name),
  );
}

/** @throws Refusal 400 */
export function namedProject(keystone: Keystone, named: Fields): Project | undefined {
  const where = 'scope/project';
  const { id, name } = idOrName(named, where);
  if (id !== undefined) return keystone.projects.get(id);
  const domain = namedDomain(keystone, named, { where, what: 'project' });
  if (domain === undefined) return undefined;
  return [...keystone.projects.values()].find(
    (project) => project.domainId === domain.id && isSameName(project.name, name),
  );
}

/** @throws Refusal 400 */
export function namedDomain(
  { projects }: Keystone,
  named: Fields,
  { where, what }: { readonly where: string; readonly what: string },
): Project | undefined {
  const domain = fieldsOf(named['domain']);
  if (domain === undefined) throw missing('domain', what);
  const { id, name } = idOrName(domain, `${where}/domain`);
  const found =
    id === undefined
      ? [...projects.values()].find((each) => each.domainId === null && isSameName(each.name, name))
      : projects.get(id);
  return found?.domainId === null ? found : undefined;
}

function idOrName(named: Fields, where: string): { id: string | undefined; name: string } {
  const id = textOf(named['id']);
  const name = textOf(named['name']);
  if (id === undefined && name === undefined) {
    throw new Refusal(400, `Invalid input for field ${where}: id or name must be present.`);
  }
  return { id, name: name ?? '' };
}
