import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Recording } from './play.ts';

export function recordingFile(name: string): string {
  return fileURLToPath(new URL(`../recorded/${name}.json`, import.meta.url));
}

export async function readRecording(name: string): Promise<Recording> {
  return JSON.parse(await readFile(recordingFile(name), 'utf8')) as Recording;
}
