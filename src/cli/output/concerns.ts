import { paragraph } from './table.ts';
import type { Concern } from '../../model/concern.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

const ORDER = ['blocker', 'warning', 'info'] as const;

/** Of thousands of concerns a person reads some; a program has them all. */
const MOST_NAMES = 30;
const MOST_OF_A_CODE = 10;
const ALL = '(-o json shows all)';

/** A concern, and the names of the other resources of which the same is to be said. */
interface Group {
  readonly concern: Concern;
  /** Which word of its message is the name; undefined while it stands alone. */
  place?: number;
  readonly others: string[];
}

/** One text a concern, the gravest first: what is the matter, then what to do. What is said of many is said once. */
export function renderConcerns(concerns: readonly Concern[], terminal: Terminal): string[] {
  return ORDER.flatMap((severity) => {
    const { groups, more } = grouped(concerns.filter((concern) => concern.severity === severity));
    return [
      ...groups.map((group) => renderGroup(group, terminal)),
      ...[...more].map(([code, number]) =>
        paragraph(
          `${paint(severity, terminal.style)} ${number} more of the kind ${code} ${ALL}.`,
          0,
          terminal,
        ),
      ),
    ];
  });
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
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more ${ALL}`;
}

function grouped(concerns: readonly Concern[]): {
  readonly groups: readonly Group[];
  /** By code: what stands in none of them. */
  readonly more: ReadonlyMap<string, number>;
} {
  const byCode = new Map<string, Group[]>();
  const groups: Group[] = [];
  const more = new Map<string, number>();
  for (const concern of concerns) {
    const { code } = concern;
    const alike = byCode.get(code) ?? [];
    byCode.set(code, alike);
    if (alike.some((group) => join(group, concern))) continue;
    if (alike.length >= MOST_OF_A_CODE) {
      more.set(code, (more.get(code) ?? 0) + 1);
      continue;
    }
    const group: Group = { concern, others: [] };
    alike.push(group);
    groups.push(group);
  }
  return { groups, more };
}

/** Takes one more into a group of its code; false where another message, or another remedy, is meant. */
function join(group: Group, { remedy, message }: Concern): boolean {
  const { concern, place, others } = group;
  if (concern.remedy !== remedy) return false;
  const [mine, its] = [concern.message.split(' '), message.split(' ')];
  const different = mine.flatMap((word, index) => (word === its[index] ? [] : [index]));
  const [at] = different;
  if (mine.length !== its.length || different.length !== 1 || at === undefined) return false;
  if (place !== undefined && place !== at) return false;
  group.place = at;
  others.push(its[at] ?? '');
  return true;
}

function paint(severity: Concern['severity'], style: Style): string {
  if (severity === 'blocker') return style.bad('blocker:');
  return severity === 'warning' ? style.warning('warning:') : style.dim('info:');
}
