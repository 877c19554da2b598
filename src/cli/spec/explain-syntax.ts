import type { Document, YAMLError } from 'yaml';

export interface SyntaxMistake {
  readonly offset: number;
  readonly message: string;
}

/** What keeps a text from being one YAML document. Only the first: a parser's further complaints follow from it. */
export function explainSyntax(document: Document, text: string): SyntaxMistake[] {
  const [first] = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first !== undefined) return [{ offset: first.pos[0], message: wording(first, text) }];
  if (document.contents === null) {
    return [{ offset: 0, message: 'the file is empty; `pumphouse migrate --help` shows a spec' }];
  }
  const [warning] = document.warnings;
  return warning === undefined
    ? []
    : [{ offset: warning.pos[0], message: `expected plain YAML, found a tag: ${warning.message}` }];
}

function wording(error: YAMLError, text: string): string {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\s]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return `expected every key once, found "${key}" a second time`;
  }
  if (error.code === 'TAB_AS_INDENT')
    return 'expected spaces, found a tab: YAML indents with spaces';
  if (error.code === 'MULTIPLE_DOCS') {
    return 'expected one spec, found a second document after `---`: one file a migration';
  }
  return `expected YAML: ${error.message}`;
}
