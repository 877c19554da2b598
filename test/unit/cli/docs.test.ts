import { format } from 'prettier';
import { expect, test } from 'vitest';
import { exitCodeMarkdown } from '../../../src/cli/exit-code-table.ts';
import { resourceMarkdown } from '../../../src/cli/resource-table.ts';
import { specJsonSchema } from '../../../src/cli/spec/json-schema.ts';
import { specReference } from '../../../src/cli/spec/reference.ts';

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
