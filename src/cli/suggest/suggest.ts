import { writeFile } from 'node:fs/promises';
import { UsageError } from '../../errors/migration.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { count } from '../../model/count.ts';
import type { Spec } from '../../model/spec.ts';
import type { CommandContext } from '../context.ts';
import { withClouds } from '../with-clouds.ts';

export interface SuggestOptions {
  /** A file; `true` or `-` is standard output. */
  readonly suggest: string | true;
  readonly force: boolean;
}

/** Writes mappings for the operator to edit. @throws UsageError where the file is there already, or cannot be written */
export async function suggest(
  spec: Spec,
  { suggest: file, force }: SuggestOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { suggestMappings } = await import('../../activities/suggest.ts');
  const { renderSuggestions } = await import('../output/suggestions.ts');
  const found = await withClouds(
    context,
    [spec.source, spec.destination],
    async ([source, destination]) => suggestMappings(spec, { source, destination }),
  );
  const text = renderSuggestions(spec, found);
  if (file === true || file === '-') {
    context.write(text);
    return EXIT_CODES.ok;
  }
  await write(file, text, force);
  const likely = found.filter(({ best }) => best !== undefined).length;
  const doubtful = found.length - likely;
  context.notice(
    `${file}: ${count(likely, 'likely mapping')}, and ${count(doubtful, 'resource')} for which you must choose.`,
  );
  return EXIT_CODES.ok;
}

async function write(file: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const there = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      there ? `${file} is there already: say --force to replace it.` : `${file}: ${why}`,
      { cause: error },
    );
  }
}
