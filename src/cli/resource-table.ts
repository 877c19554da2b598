import { KINDS } from '../resources/registry.ts';
import type { ResourceKind } from '../resources/resource-kind.ts';

const HEAD = `# Resources

What Pumphouse moves, kind by kind, in the order of their dependencies. _Carried_ are the attributes that are compared after every
copy: where one differs, the copy has failed. _Told apart by_ is how a copy is found again where it carries no mark; _mark_ is where the
id of its source is kept. What the last column names, other tools lose, as far as their sources say or it was measured.

Of no kind are carried: addresses of the cloud (\`links\`, \`self\`, \`schema\`, \`file\`), dates (\`created_at\`, \`updated_at\`) and
\`revision_number\`, which are each service's own; nor the \`id\`, but of flavors and images.

`;

/** docs/resources.md: what each kind says of itself. */
export function resourceMarkdown(): string {
  return `${HEAD}${overview()}\n${KINDS.map(section).join('\n')}`;
}

function overview(): string {
  const rows = KINDS.map((kind) => {
    const { service, naturalKey, mark, peers } = kind.facts;
    const needs = kind.dependsOn.join(', ') || '–';
    return row([`[${kind.kind}](#${kind.kind})`, service, needs, naturalKey, mark, peers ?? '–']);
  });
  return `${row(['Kind', 'Service', 'Depends on', 'Told apart by', 'Mark', 'Others lose'])}${row(
    Array.from({ length: 6 }, () => '---'),
  )}${rows.join('')}`;
}

function section({ kind, facts, comesWithProject }: ResourceKind): string {
  const lost = Object.entries(facts.lost).map(([what, why]) => `- Not carried: ${what}. ${why}\n`);
  const comes = comesWithProject === true ? '- Comes with a project that is selected whole.\n' : '';
  const carried = facts.carries.map((attribute) => `\`${attribute}\``).join(', ');
  return `## ${kind}\n\n- Carried: ${carried}\n${comes}${lost.join('')}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}
