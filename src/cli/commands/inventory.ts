import { Option } from 'commander';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { INVENTORY_FORMATS } from '../output/inventory.ts';
import { withClouds } from '../with-clouds.ts';
import { examples } from './options.ts';
import type { Command } from 'commander';
import type { ExitCode } from '../../errors/exit-codes.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CommandContext } from '../context.ts';
import type { InventoryFormat } from '../output/inventory.ts';

interface Options {
  readonly kind: readonly string[];
  readonly project?: string;
  readonly dependencies: boolean;
  readonly output: InventoryFormat;
}

export function registerInventory(program: Command, context: CommandContext): void {
  program
    .command('inventory')
    .summary('list what a cloud has')
    .description(
      'Lists what a cloud has, by kind: how many of each, or with --kind each with its id, name and project. Shows no other field. Changes nothing.',
    )
    .argument('<cloud>', 'the cloud, as clouds.yaml names it')
    .addOption(
      new Option('-k, --kind <kind>', 'only this kind (`server`); may be said again')
        .argParser((word: string, before: readonly string[]) => [...before, word])
        .default([], 'all'),
    )
    .option('-p, --project <project>', 'only what this project owns, by id or name')
    .option('--dependencies', 'what each needs, too; asks the cloud for every single one', false)
    .addOption(
      new Option('-o, --output <format>', 'how the result is shown; `dot` is for Graphviz')
        .choices(INVENTORY_FORMATS)
        .default('table'),
    )
    .addHelpText(
      'after',
      examples(
        ['pumphouse inventory old-cloud', 'how many of each kind'],
        ['pumphouse inventory old-cloud --kind server --project acme', "a project's servers"],
        ['pumphouse inventory old-cloud -o json', 'all, as an array; an element a line'],
        ['pumphouse inventory old-cloud -p acme -o dot | dot -Tsvg', 'what needs what'],
      ),
    )
    .action(async (cloud: string, options: Options) => {
      context.finish(await withClouds(context, [cloud], ([open]) => show(open, options, context)));
    });
}

async function show(cloud: Cloud, options: Options, context: CommandContext): Promise<ExitCode> {
  const { inventory, inventoryKinds, projectIdOf } = await import('../../activities/inventory.ts');
  const { dotOf, jsonOf, renderCounts, rowsOf, yamlOf } = await import('../output/inventory.ts');
  const { output, project: word } = options;
  const kinds = inventoryKinds(options.kind, word !== undefined);
  const project = word === undefined ? undefined : await projectIdOf(cloud, word);
  const gaps = new Set<string>();
  const items = inventory({
    cloud,
    kinds,
    project,
    dependencies: options.dependencies || output === 'dot',
    onGap: (kind, error) => {
      gaps.add(kind);
      context.notice(`pumphouse: ${kind}: not listed: ${error.message}`);
    },
  });
  const { terminal } = context;
  if (output === 'json') await context.stream(jsonOf(items));
  else if (output === 'yaml') await context.stream(yamlOf(items));
  else if (output === 'dot') await context.stream(dotOf(cloud.name, items));
  else if (options.kind.length > 0 || options.dependencies)
    await context.stream(
      rowsOf(items, await projectNames(cloud), { terminal, dependencies: options.dependencies }),
    );
  else
    context.write(
      await renderCounts({ kinds: kinds.map(({ kind }) => kind), gaps }, items, terminal),
    );
  return gaps.size === 0 ? EXIT_CODES.ok : EXIT_CODES.failure;
}

/** Without the right to list projects their ids are shown. */
function onGap(): void {}

async function projectNames(cloud: Cloud): Promise<ReadonlyMap<string, string>> {
  const { inventory, inventoryKinds } = await import('../../activities/inventory.ts');
  const names = new Map<string, string>();
  const kinds = inventoryKinds(['project'], false);
  for await (const { id, name } of inventory({ cloud, kinds, dependencies: false, onGap })) {
    names.set(id, name);
  }
  return names;
}
