import { readFile } from 'node:fs/promises';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { exitCodeMarkdown } from '../../../src/cli/exit-code-table.ts';
import { resourceMarkdown } from '../../../src/cli/resource-table.ts';
import { specJsonSchema } from '../../../src/cli/spec/json-schema.ts';
import { specReference } from '../../../src/cli/spec/reference.ts';
import { KINDS } from '../../../src/resources/registry.ts';

// `npm run docs:generate` writes them; these tests fail where they are out of date.
const DOCS = '../../../docs';

test('docs/exit-codes.md shows the table of exit codes', async () => {
  const text = await format(exitCodeMarkdown(), { parser: 'markdown' });
  await expect(text).toMatchFileSnapshot(`${DOCS}/exit-codes.md`);
});

test('docs/spec.md names every key of the spec', async () => {
  const text = await format(specReference(), { parser: 'markdown' });
  await expect(text).toMatchFileSnapshot(`${DOCS}/spec.md`);
});

test('docs/spec.schema.json is the schema that specs are checked with', async () => {
  const text = await format(JSON.stringify(specJsonSchema()), { parser: 'json', printWidth: 100 });
  await expect(text).toMatchFileSnapshot(`${DOCS}/spec.schema.json`);
});

test('docs/resources.md tells every kind: what it carries, and what cannot be carried', async () => {
  const text = await format(resourceMarkdown(), { parser: 'markdown' });
  await expect(text).toMatchFileSnapshot(`${DOCS}/resources.md`);
});

/** What lab/lib/compare_all.py leaves out of its comparison, and why, by what the APIs call a kind. */
async function skippedByTheWitness(): Promise<Record<string, Record<string, string>>> {
  const file = new URL('../../../lab/lib/skipped.json', import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, Record<string, string>>;
}

/** `provider:*` and `os_glance…` stand for all that begin so. */
function names(key: string, attribute: string): boolean {
  return key
    .split(', ')
    .some((each) =>
      /[*…]$/.test(each) ? attribute.startsWith(each.slice(0, -1)) : each === attribute,
    );
}

test('the witness compares all but what docs/resources.md names as not carried', async () => {
  const { '*': ofAll = {}, ...skipped } = await skippedByTheWitness();
  const [head = ''] = resourceMarkdown().split('\n## ');
  expect(Object.keys(ofAll).filter((name) => !head.includes(`\`${name}\``))).toEqual([]);
  for (const [called, attributes] of Object.entries(skipped)) {
    const of = KINDS.find(({ kind }) => [kind, `${kind}s`].includes(called.replaceAll(' ', '-')));
    const lost = Object.keys(of?.facts.lost ?? {});
    const untold = Object.keys(attributes).filter((name) => !lost.some((key) => names(key, name)));
    expect(untold, called).toEqual([]);
  }
});
