import { LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../../errors/migration.ts';
import { specSchema } from '../../model/spec.ts';
import { specJsonSchema, valueAt } from './json-schema.ts';
import { explainIssue } from './explain-issue.ts';
import { explainSyntax } from './explain-syntax.ts';
import { placesOf } from './place.ts';
import { unknownKinds } from './unknown-kinds.ts';
import { KINDS } from '../../resources/registry.ts';
import type { Document } from 'yaml';
import type { Spec } from '../../model/spec.ts';

/** Reads a spec from YAML. @throws UsageError, a line a mistake: `acme.yaml:7:5: select.projects: expected …, found …` */
export function parseSpec(text: string, file: string): Spec {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const places = placesOf(document, lines);
  const mistakes = explainSyntax(document, text);
  if (mistakes.length > 0) {
    throw new UsageError(
      mistakes
        .map(({ offset, message }) => `${file}:${places.offset(offset)}: ${message}`)
        .join('\n'),
    );
  }
  const data = toData(document, file);
  if (isSavedPlan(data)) {
    throw new UsageError(
      `${file}: is a saved plan, no spec: \`pumphouse migrate --plan ${file}\` takes it`,
    );
  }
  const parsed = specSchema.safeParse(data);
  if (!parsed.success) {
    const schema = specJsonSchema();
    throw new UsageError(
      parsed.error.issues
        .flatMap((issue) => explainIssue(issue, { schema, data, places }))
        .map((mistake) => `${file}:${mistake}`)
        .join('\n'),
    );
  }
  if (parsed.data.source === parsed.data.destination) {
    throw new UsageError(
      `${file}:${places.value(['destination'])}: destination: expected another cloud than the source, ` +
        `found "${String(valueAt(data, ['destination']))}" in both`,
    );
  }
  const unknown = unknownKinds(parsed.data, { known: KINDS.map(({ kind }) => kind), places });
  if (unknown.length > 0) {
    throw new UsageError(unknown.map((mistake) => `${file}:${mistake}`).join('\n'));
  }
  return parsed.data;
}

function isSavedPlan(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'format' in data && 'digest' in data;
}

function toData(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UsageError(
      `${file}: the aliases (*name) cannot be followed: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
