import { groupBy } from '../../model/group-by.ts';
import { paragraph, renderTable } from './table.ts';
import type { Lost } from '../../activities/lost.ts';
import type { Terminal } from './terminal.ts';

const LOST_COLUMNS = [{ title: '' }, { title: '', wraps: true }] as const;

interface LostPart {
  readonly kind: string;
  readonly what: string;
  readonly reason: string;
}

/** `id (Neutron chooses it): network, subnet`: what is lost of several kinds is said once; the rest a row a kind. */
export function renderLost(lost: Lost, terminal: Terminal): string[] {
  const parts = partsOf(lost);
  const { common, own } = byCommon(parts, (part) => `${part.what} (${reasonOf(part)})`);
  const rows = [...groupBy(own, ({ kind }) => kind)].map(([kind, of]) => [
    `  ${kind}`,
    withReasons(of),
  ]);
  return block('Cannot be carried', common, rows, terminal);
}

/** The same in few words, below a migration that has ended: what, not why. */
export function renderLostInShort(lost: Lost, terminal: Terminal): string[] {
  const { common, own } = byCommon(partsOf(lost), ({ what }) => what);
  const rows = [...groupBy(own, ({ kind }) => kind)].map(([kind, of]) => [
    `  ${kind}`,
    of.map(({ what }) => what).join('; '),
  ]);
  return block(
    'Not carried, or not always (docs/resources.md says when and why)',
    common,
    rows,
    terminal,
  );
}

function partsOf(lost: Lost): LostPart[] {
  return Object.entries(lost).flatMap(([kind, reasons]) =>
    Object.entries(reasons).map(([what, reason]) => ({ kind, what, reason })),
  );
}

/** What is said of several kinds, in one text each; and the rest. */
function byCommon(
  parts: readonly LostPart[],
  textOf: (part: LostPart) => string,
): { readonly common: readonly string[]; readonly own: readonly LostPart[] } {
  const groups = [...groupBy(parts, textOf)];
  return {
    common: groups.flatMap(([text, of]) =>
      of.length > 1 ? [`${text}: ${of.map(({ kind }) => kind).join(', ')}`] : [],
    ),
    own: groups.flatMap(([, of]) => (of.length > 1 ? [] : of)),
  };
}

function block(
  title: string,
  common: readonly string[],
  rows: readonly string[][],
  terminal: Terminal,
): string[] {
  if (common.length + rows.length === 0) return [];
  return [
    [
      terminal.style.bold(title),
      ...common.map((text) => paragraph(text, 2, terminal)),
      ...(rows.length === 0 ? [] : [renderTable(LOST_COLUMNS, rows, terminal)]),
    ].join('\n'),
  ];
}

function withReasons(of: readonly LostPart[]): string {
  return [...groupBy(of, reasonOf)]
    .map(([reason, each]) => `${each.map(({ what }) => what).join(', ')} (${reason})`)
    .join('; ');
}

function reasonOf({ reason }: LostPart): string {
  return reason.replace(/\.$/, '');
}
