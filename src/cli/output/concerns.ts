import { groupConcerns } from '../../model/fold-concerns.ts';
import { ALL, listed } from './listed.ts';
import { paragraph } from './table.ts';
import type { Concern } from '../../model/concern.ts';
import type { Group } from '../../model/fold-concerns.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

const ORDER = ['blocker', 'warning', 'info'] as const;

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** Of thousands of concerns a person reads some; a program has them all. */
const MOST_OF_A_CODE = 10;

/** One text a concern, the gravest first: what is the matter, then what to do. What is said of many is said once. */
export function renderConcerns(concerns: readonly Concern[], terminal: Terminal): string[] {
  return ORDER.flatMap((severity) => {
    const own = concerns.filter((concern) => concern.severity === severity);
    const groups = groupConcerns(inOrder(own), { most: MOST_OF_A_CODE });
    return [
      ...groups.map((group) => renderGroup(group, terminal)),
      ...[...leftOut(groups)].map(([code, number]) => {
        // What a report has left out, no other output has either.
        const all = own.some((each) => each.code === code && each.more) ? '' : ` ${ALL}`;
        const text = `${number} more of the kind ${code}${all}.`;
        return paragraph(`${paint(severity, terminal.style)} ${text}`, 0, terminal);
      }),
    ];
  });
}

/** Alike stand together, and always in the same order: clouds answer now in this, now in that. */
function inOrder(concerns: readonly Concern[]): readonly Concern[] {
  return concerns.toSorted((one, other) => COLLATOR.compare(one.message, other.message));
}

/** By code: what stands in none of the groups. */
function leftOut(groups: readonly Group[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { concern, more } of groups) {
    if (more > 0) sums.set(concern.code, (sums.get(concern.code) ?? 0) + more);
  }
  return sums;
}

function renderGroup({ concern, others: names }: Group, terminal: Terminal): string {
  const { severity, message, remedy } = concern;
  const others = [...names].toSorted((one, other) => COLLATOR.compare(one, other));
  return [
    paragraph(`${paint(severity, terminal.style)} ${message}`, 0, terminal),
    ...(others.length === 0 ? [] : [paragraph(`The same: ${listed(others)}.`, 2, terminal)]),
    paragraph(`→ ${remedy}`, 2, terminal),
  ].join('\n');
}

function paint(severity: Concern['severity'], style: Style): string {
  if (severity === 'blocker') return style.bad('blocker:');
  return severity === 'warning' ? style.warning('warning:') : style.dim('info:');
}
