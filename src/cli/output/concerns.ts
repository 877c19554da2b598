import { isIP } from 'node:net';
import { paragraph } from './table.ts';
import type { Concern } from '../../model/concern.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

const ORDER = ['blocker', 'warning', 'info'] as const;

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** Of thousands of concerns a person reads some; a program has them all. */
const MOST_NAMES = 30;
const MOST_OF_A_CODE = 10;
const ALL = '(-o json shows all)';

/** A concern, and the names of the other resources of which the same is to be said. */
interface Group {
  readonly concern: Concern;
  /** Which of its words is the name; undefined while it stands alone. */
  place?: number;
  readonly others: string[];
}

/** One text a concern, the gravest first: what is the matter, then what to do. What is said of many is said once. */
export function renderConcerns(concerns: readonly Concern[], terminal: Terminal): string[] {
  return ORDER.flatMap((severity) => {
    const { groups, more } = grouped(
      inOrder(concerns.filter((concern) => concern.severity === severity)),
    );
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

/** Alike stand together, and always in the same order: clouds answer now in this, now in that. */
function inOrder(concerns: readonly Concern[]): readonly Concern[] {
  return concerns.toSorted((one, other) => COLLATOR.compare(one.message, other.message));
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
  // A network that several projects use is told by each of them.
  const told = new Set<string>();
  for (const concern of concerns) {
    const { code } = concern;
    const text = [code, concern.message, concern.remedy].join('\n');
    if (told.has(text)) continue;
    told.add(text);
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

/** Takes one more into a group of its code; false where something else is said, or another remedy. */
function join(group: Group, concern: Concern): boolean {
  const [mine, its] = [wordsOf(group.concern), wordsOf(concern)];
  if (mine.length !== its.length) return false;
  const pairs = mine.map((word, at) => ({ at, mine: word, its: its[at] ?? '' }));
  const different = pairs.filter((pair) => pair.mine !== pair.its);
  const [name] = different;
  if (name === undefined || (group.place ?? name.at) !== name.at) return false;
  const besides = different.filter((pair) => pair.mine !== name.mine || pair.its !== name.its);
  if (!besides.every((pair) => isAddress(pair.mine) && isAddress(pair.its))) return false;
  group.place = name.at;
  const addresses = besides.map((pair) => pair.its).join(', ');
  group.others.push(addresses === '' ? name.its : `${name.its} (${addresses})`);
  return true;
}

/** Message and remedy: the name may stand in both. What ends a sentence is no part of it. */
function wordsOf({ message, remedy }: Concern): string[] {
  return `${message} → ${remedy}`.split(' ').map((word) => word.replace(/[.,:;]+$/, ''));
}

function isAddress(word: string): boolean {
  return isIP(word) !== 0;
}

function paint(severity: Concern['severity'], style: Style): string {
  if (severity === 'blocker') return style.bad('blocker:');
  return severity === 'warning' ? style.warning('warning:') : style.dim('info:');
}
