import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const entrySchema = z.looseObject({
  region_name: z.string(),
  auth: z.looseObject({
    auth_url: z.string(),
    username: z.string(),
    password: z.string(),
    project_name: z.string(),
  }),
});

/** An administrator's entry of clouds.yaml. */
export type CloudEntry = z.output<typeof entrySchema>;

export function entryOf(cloudsYaml: string, name: string): CloudEntry {
  const clouds = z
    .looseObject({ clouds: z.record(z.string(), z.unknown()) })
    .parse(parse(cloudsYaml));
  return entrySchema.parse(clouds.clouds[name]);
}

const LAB = process.env['LAB'] ?? '/var/lib/pumphouse-lab';

/** Where the lab says how to reach its clouds. */
function labCloudsFile(): string {
  return process.env['OS_CLIENT_CONFIG_FILE'] ?? `${LAB}/clouds.yaml`;
}

/** The lab's cloud that tests may write to: nothing seeded is there. */
export async function labEntry(name = 'dst'): Promise<CloudEntry> {
  return entryOf(await readFile(labCloudsFile(), 'utf8'), name);
}
