import { groupBy } from '../../model/group-by.ts';
import { parseReferenceKey } from '../../model/reference.ts';
import { listed } from './listed.ts';
import { paragraph } from './table.ts';
import type { FailedItem } from '../../model/report.ts';
import type { Terminal } from './terminal.ts';

/** What could not be copied, a text for each error: those that failed alike are named together. `more`: so many more failed. */
export function renderFailedItems(
  items: readonly FailedItem[],
  more: number,
  terminal: Terminal,
): string[] {
  const title = terminal.style.bad('not copied:');
  const groups = [...groupBy(items, likeness).values()].map(([first, ...others]) =>
    [
      paragraph(`${title} ${kindOf(first)} ${first?.name}: ${first?.error}`, 0, terminal),
      ...(others.length === 0
        ? []
        : [paragraph(`The same: ${listed(others.map(({ name }) => name))}.`, 2, terminal)]),
    ].join('\n'),
  );
  return more === 0 ? groups : [...groups, paragraph(`${title} and ${more} more.`, 0, terminal)];
}

/** Kind and error, but for what its own name and id make of that. */
function likeness(item: FailedItem): string {
  const { id } = parseReferenceKey(item.key);
  const error = [item.key, id, item.name]
    .filter((word) => word !== '')
    .reduce((text, word) => text.replaceAll(word, ''), item.error);
  return `${kindOf(item)} ${error}`;
}

function kindOf(item: FailedItem | undefined): string {
  return item === undefined ? '' : parseReferenceKey(item.key).kind;
}
