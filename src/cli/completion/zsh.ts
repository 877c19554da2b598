import type { CompletableCommand, CompletableOption } from './tree.ts';

export function zshScript(commands: readonly CompletableCommand[]): string {
  return `#compdef pumphouse
_pumphouse() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}
compdef _pumphouse pumphouse
`;
}

function commandCase({ name, options, words }: CompletableCommand): string {
  const rest = words.length > 0 ? quoted(`*:word:(${words.join(' ')})`) : quoted('*:name:');
  const specs = [...options.flatMap(optionSpecs), rest];
  return `    ${name}) _arguments ${specs.join(' ')} ;;`;
}

function optionSpecs({ flags, description, value }: CompletableOption): string[] {
  const text = description.replaceAll(/[[\]:]/g, ' ');
  const action = value === 'file' ? ':file:_files' : value ? `:value:(${value.join(' ')})` : '';
  return flags.map((flag) => quoted(`${flag}[${text}]${action}`));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
