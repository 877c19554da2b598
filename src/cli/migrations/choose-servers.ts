import { RefusedError } from '../../errors/command.ts';
import { UsageError } from '../../errors/migration.ts';
import type { NamedId } from '../../model/reference.ts';

/** The servers an operator names, by name or id; each once. @throws RefusedError, UsageError where a name is ambiguous */
export function chooseServers<Server extends NamedId>(
  all: readonly Server[],
  wanted: readonly string[],
  migration: string,
): Server[] {
  const chosen = wanted.map((word) => {
    const byId = all.find(({ id }) => id === word);
    const byName = all.filter(({ name }) => name === word);
    if (byId === undefined && byName.length > 1) {
      const ids = byName.map(({ id }) => id).join(', ');
      throw new UsageError(
        `${byName.length} servers are called ${word}: say which by its id: ${ids}`,
      );
    }
    const found = byId ?? byName[0];
    if (found !== undefined) return found;
    throw new RefusedError(
      `Migration ${migration} has no server ${word}: \`pumphouse status ${migration}\` names them`,
    );
  });
  return [...new Set(chosen)];
}
