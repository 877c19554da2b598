import { paragraph } from './table.ts';
import type { Concern } from '../../model/concern.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

const ORDER = ['blocker', 'warning', 'info'] as const;

const MOST_NAMES = 30;

/** A concern, and the names of the other resources of which the same is to be said. */
interface Group {
  readonly concern: Concern;
  /** Which word of its message is the name; undefined while it stands alone. */
  readonly place?: number;
  readonly others: readonly string[];
}

/** One text a concern, the gravest first: what is the matter, then what to do. What is said of many is said once. */
export function renderConcerns(concerns: readonly Concern[], terminal: Terminal): string[] {
  return ORDER.flatMap((severity) =>
    grouped(concerns.filter((concern) => concern.severity === severity)).map((group) =>
      renderGroup(group, terminal),
    ),
  );
}

function renderGroup({ concern, others }: Group, terminal: Terminal): string {
  const { severity, message, remedy } = concern;
  return [
    paragraph(`${paint(severity, terminal.style)} ${message}`, 0, terminal),
    ...(others.length === 0 ? [] : [paragraph(`The same: ${listed(others)}.`, 2, terminal)]),
    paragraph(`→ ${remedy}`, 2, terminal),
  ].join('\n');
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more <= 1
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more (-o json shows all)`;
}

function grouped(concerns: readonly Concern[]): Group[] {
  const groups: Group[] = [];
  for (const concern of concerns) {
    const wider = groups.map((group) => joined(group, concern));
    const index = wider.findIndex((each) => each !== undefined);
    groups[index === -1 ? groups.length : index] = wider[index] ?? { concern, others: [] };
  }
  return groups;
}

/** The group with one more in it; undefined where another message, or another remedy, is meant. */
function joined(group: Group, { code, remedy, message }: Concern): Group | undefined {
  const { concern, place, others } = group;
  if (concern.code !== code || concern.remedy !== remedy) return undefined;
  const [mine, its] = [concern.message.split(' '), message.split(' ')];
  const different = mine.flatMap((word, index) => (word === its[index] ? [] : [index]));
  const [at] = different;
  if (mine.length !== its.length || different.length !== 1 || at === undefined) return undefined;
  if (place !== undefined && place !== at) return undefined;
  return { concern, place: at, others: [...others, its[at] ?? ''] };
}

function paint(severity: Concern['severity'], style: Style): string {
  if (severity === 'blocker') return style.bad('blocker:');
  return severity === 'warning' ? style.warning('warning:') : style.dim('info:');
}
