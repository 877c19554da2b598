import { expectation } from './expectation.ts';
import { specJsonSchema } from './json-schema.ts';
import type { SchemaNode } from './json-schema.ts';

const HEAD = `# The spec

A migration is described by one YAML file. \`pumphouse plan -f\` checks it and shows what would happen; \`pumphouse migrate -f\`
does it. A mistake is told with its line and column. \`docs/spec.schema.json\` is the same for editors: put
\`# yaml-language-server: $schema=…/spec.schema.json\` into the first line.

\`\`\`yaml
name: acme
source: old-cloud
destination: new-cloud
select:
  projects: [acme]
mappings:
  network: { public: public }
server:
  approve: [cutover]
  probes:
    - { type: tcp, port: 22 }
\`\`\`

Resources are named by id or by name. In \`mappings\` a \`*\` in a source's name is any text, and a \`*\` in the destination's takes what
it stood for: \`'team-*': 'legacy-*'\`. The very id goes before the very name, and that before patterns; patterns that contradict each
other are a blocker. A name with a star of its own is mapped by its id. \`pumphouse plan --suggest\` writes mappings that are likely.
\`mappings: address\` is for addresses and ranges instead ([networks.md](networks.md#other-addresses)). Ports and floating IPs have no mapping of
their own: they are made, verified and undone with their server, and what somebody else made must not be undone. Say their address instead.

A word of \`select.exclude\` or of a line of \`exclude\` that leaves nothing out is a blocker, for what it was to keep back would be copied;
patterns are words, too. It is a warning for \`hosts\`, and where a retry names its servers; a state that Nova knows may leave nothing out.
A word of \`select\` that chooses nothing is a warning; \`servers\` and \`projects\` that there are not are refused.

A key without a default may be left out unless it is marked as required.

| Key | Holds | Default | Meaning |
| --- | --- | --- | --- |
`;

/** docs/spec.md: every key of the spec, from its schema. */
export function specReference(): string {
  return `${HEAD}${rowsOf(specJsonSchema(), '').join('\n')}\n`;
}

function rowsOf(node: SchemaNode, prefix: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const key = `${prefix}${name}`;
    const required = node.required?.includes(name) === true && child.const === undefined;
    return [row(key, child, required), ...rowsBelow(key, child)];
  });
}

function rowsBelow(key: string, node: SchemaNode): string[] {
  if (node.type === 'object') return rowsOf(node, `${key}.`);
  if (node.items?.type === 'object') return rowsOf(node.items, `${key}[].`);
  const alternatives = node.items?.oneOf ?? [];
  return alternatives.flatMap((one) =>
    rowsOf(one, `${key}[].`).map((line) => line.replace('[].', `[${typeOf(one)}].`)),
  );
}

function row(key: string, node: SchemaNode, required: boolean): string {
  const holds =
    node.type === 'object' && node.properties !== undefined ? 'a block' : expectation(node);
  const plain = node.default === undefined || node.type === 'object';
  const value = plain ? '' : `\`${JSON.stringify(node.default)}\``;
  return `| \`${key}\` | ${holds} | ${required ? 'required' : value} | ${node.description ?? ''} |`;
}

function typeOf(node: SchemaNode): string {
  return String(JSON.parse(JSON.stringify(node.properties?.['type']?.const ?? '')));
}
