import { UsageError } from '../../errors/migration.ts';
import { readConfigFiles } from '../../openstack/config-files.ts';

/** The clouds that clouds.yaml names. @throws UsageError */
export async function cloudNames(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const { clouds, searched } = await readConfigFiles({
    environment,
    workingDirectory: process.cwd(),
  });
  const named: unknown = clouds?.content['clouds'];
  const names = typeof named === 'object' && named !== null ? Object.keys(named) : [];
  if (names.length > 0) return names;
  throw new UsageError(
    `No clouds.yaml names a cloud; looked for ${searched.join(', ')}. Set OS_CLIENT_CONFIG_FILE, or name a cloud`,
  );
}
