import type { CompletableCommand, CompletableOption } from './tree.ts';

export function fishScript(commands: readonly CompletableCommand[]): string {
  return [
    '# fish completion for pumphouse',
    'complete -c pumphouse -f',
    ...commands.flatMap(commandLines),
    '',
  ].join('\n');
}

function commandLines({ name, summary, options, words }: CompletableCommand): string[] {
  const inside = `complete -c pumphouse -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c pumphouse -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...(words.length > 0 ? [`${inside} -a ${quoted(words.join(' '))}`] : []),
    ...options.map((option) => `${inside} ${optionFlags(option)}`),
  ];
}

function optionFlags({ flags, description, value }: CompletableOption): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const action = value === 'file' ? ' -r -F' : value ? ` -x -a ${quoted(value.join(' '))}` : '';
  return `${names.join(' ')}${action} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
