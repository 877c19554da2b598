import { Document, isMap, isPair, isScalar, stringify } from 'yaml';
import type { YAMLMap } from 'yaml';
import type { Alternative, Suggestion } from '../../activities/suggestion.ts';
import type { Mappings, Spec } from '../../model/spec.ts';

/**
 * A `mappings` block for the spec, in place of the one there: what that says already, then what is likely, each with its reasons; what is
 * doubtful stands in comments.
 */
export function renderSuggestions(spec: Spec, suggestions: readonly Suggestion[]): string {
  const head = headOf(spec, suggestions);
  const kinds = Object.keys(spec.mappings).concat(suggestions.map(({ kind }) => kind));
  const entries = [...new Set(kinds)].map((kind) => [kind, entriesOf(kind, spec, suggestions)]);
  const active = entries.filter(([, found]) => Object.keys(found ?? {}).length > 0);
  const idle = [...new Set(kinds)].filter((kind) => !active.some(([each]) => each === kind));
  const comments = idle.map((kind) => ` ${kind}:\n${commentsOf(kind, suggestions, '   ')}`);
  if (active.length === 0) {
    const block = comments.map((text) => text.replaceAll(/^/gm, '  ')).join('\n');
    return commented(block === '' ? head : `${head}\n\n mappings:\n${block}`);
  }
  const document = new Document({ mappings: Object.fromEntries(active) as unknown });
  document.commentBefore = head;
  const mappings = document.get('mappings') as YAMLMap;
  for (const pair of mappings.items) {
    if (isPair(pair) && isScalar(pair.key) && isMap(pair.value)) {
      explain(String(pair.key.value), pair.value, suggestions);
    }
  }
  if (comments.length > 0) mappings.comment = comments.join('\n');
  return document.toString({ lineWidth: 0 });
}

function headOf({ name, source, destination }: Spec, found: readonly Suggestion[]): string {
  const what = ` pumphouse plan --suggest, migration ${name}: ${source} → ${destination}.`;
  if (found.length === 0) return `${what}\n Nothing to suggest.`;
  return `${what}\n Read it, change it, and put it in the place of the spec's own mappings; take a doubtful line out of its comment to have it so.`;
}

function entriesOf(
  kind: string,
  { mappings }: Spec,
  suggestions: readonly Suggestion[],
): Readonly<Record<string, string>> {
  const likely = suggestions.flatMap((each): [string, string][] =>
    each.kind === kind && each.best !== undefined ? [[each.entry, each.best.to]] : [],
  );
  return { ...mappings[kind as keyof Mappings], ...Object.fromEntries(likely) };
}

/** The reasons beside each line, the doubtful below. */
function explain(kind: string, entries: YAMLMap, suggestions: readonly Suggestion[]): void {
  for (const pair of entries.items) {
    const { key, value } = pair as { key: unknown; value: unknown };
    const found = suggestions.find(
      (each) => each.kind === kind && isScalar(key) && each.entry === key.value,
    );
    if (found?.best !== undefined && isScalar(value)) value.comment = ` ${why(found, found.best)}`;
  }
  const comments = commentsOf(kind, suggestions, ' ');
  if (comments !== '') entries.comment = comments;
}

function commentsOf(kind: string, suggestions: readonly Suggestion[], indent: string): string {
  return suggestions
    .filter((each) => each.kind === kind)
    .flatMap((each) =>
      each.others.map((other) => {
        const line = stringify({ [each.entry]: other.to }, { lineWidth: 0 }).trim();
        return `${indent}${flat(line)} # ${why(each, other)}`;
      }),
    )
    .join('\n');
}

/** `same name, same checksum`; names where ids had to be said. */
function why({ entry, name }: Suggestion, { to, name: its, same, doubts }: Alternative): string {
  const names = [
    ...(entry === name || name === '' ? [] : [name]),
    ...(to === its || its === '' ? [] : [its]),
  ];
  const called = names.length === 0 ? '' : `${names.join(' → ')}: `;
  const but = doubts.length === 0 ? '' : `, but ${doubts.join(', ')}`;
  return flat(`${called}${same.join(', ')}${but}`);
}

/** A name may hold a line break, which would end the comment. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function commented(text: string): string {
  return `${text.replaceAll(/^(?=.)/gm, '#')}\n`;
}
