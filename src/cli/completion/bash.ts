import type { CompletableCommand } from './tree.ts';

export function bashScript(commands: readonly CompletableCommand[]): string {
  return `# bash completion for pumphouse
_pumphouse() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" words="" each
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$each" in
      ${commands.map(({ name }) => name).join('|')}) command="$each"; break ;;
    esac
  done
  case "$command:$before" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
    "") words="${commands.map(({ name }) => name).join(' ')} --help --version --log-level" ;;
${commands.map(wordCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _pumphouse pumphouse
`;
}

function valueCases({ name, options }: CompletableCommand): string[] {
  return options.flatMap(({ flags, value }) => {
    if (value === undefined) return [];
    const reply = value === 'file' ? 'compgen -f' : `compgen -W "${value.join(' ')}"`;
    const patterns = flags.map((flag) => `${name}:${flag}`).join('|');
    return [`    ${patterns}) COMPREPLY=($(${reply} -- "$word")); return ;;`];
  });
}

function wordCase({ name, options, words }: CompletableCommand): string {
  const all = [...words, ...options.flatMap(({ flags }) => flags)];
  return `    ${name}) words="${all.join(' ')}" ;;`;
}
