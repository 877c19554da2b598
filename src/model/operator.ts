/**
 * Nova takes a server's project from the token: the operator has a role in the destination project for the time of a migration. A tag
 * of the project names each operator and migration.
 */
export const OPERATOR_TAG = 'pumphouse:operator=';
export const OPERATOR_ROLE = 'member';

/** The users whom a project's tags name. */
export function operatorsOf(tags: readonly string[]): ReadonlySet<string> {
  return new Set(
    tags
      .filter((tag) => tag.startsWith(OPERATOR_TAG))
      .map((tag) => tag.slice(OPERATOR_TAG.length).replace(/:[^:]*$/, '')),
  );
}
