import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { UNLUCKY } from './company/office.ts';
import { recordedOutput } from './output.ts';
import { runDemo } from './run-demo.ts';
import { takePicture } from './take-picture.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = `${ROOT}docs/demo.md`;
const BLOCK = /(?<=<!-- npm run demo:record -->\n\n)```text\n.*?\n```/su;

/** Plays the demo, and puts what it says into the docs, with pictures of Temporal's Web UI. @throws Error */
export async function record(stop: AbortController): Promise<void> {
  let text = '';
  const output = recordedOutput((words) => {
    text += words;
    process.stdout.write(words);
  });
  await runDemo({ output, stop, what: 'demo', keep: false, atEnd: takePictures });
  for (const path of [ROOT, tmpdir(), process.execPath]) {
    if (text.includes(path)) throw new Error('the recording names a path of this machine');
  }
  const page = await readFile(PAGE, 'utf8');
  if (!BLOCK.test(page)) throw new Error('docs/demo.md has no place for the recording');
  await writeFile(
    PAGE,
    page.replace(BLOCK, () => `\`\`\`text\n${text.trim()}\n\`\`\``),
  );
}

async function takePictures(uiUrl: string): Promise<void> {
  const all = `${uiUrl}/namespaces/default/workflows`;
  const migration = encodeURIComponent('PumphouseMigration = "kestrel"');
  const { workflowId, runId } = await unluckyRun(uiUrl);
  const pictures = [
    { name: 'workflows', url: `${all}?query=${migration}`, size: '1500,700' },
    {
      name: 'server',
      url: `${all}/${encodeURIComponent(workflowId)}/${runId}`,
      size: '1280,1180',
    },
  ];
  for (const { name, url, size } of pictures) {
    await takePicture(url, `${ROOT}docs/images/${name}.png`, size);
  }
}

const execution = z.looseObject({ workflowId: z.string(), runId: z.string() });
const answer = z.looseObject({
  executions: z.array(z.looseObject({ execution, startTime: z.string() })),
});

/** The run that was compensated: the first of the server that fails. */
async function unluckyRun(uiUrl: string): Promise<z.output<typeof execution>> {
  const query = encodeURIComponent(`PumphouseServer = "${UNLUCKY.server}"`);
  const response = await fetch(`${uiUrl}/api/v1/namespaces/default/workflows?query=${query}`);
  const { executions } = answer.parse(await response.json());
  const [first] = executions.toSorted((a, b) => a.startTime.localeCompare(b.startTime));
  if (first === undefined) throw new Error(`Temporal knows no workflow of ${UNLUCKY.server}`);
  return first.execution;
}
