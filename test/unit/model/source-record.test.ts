import { assert, constantFrom, property, string, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { readSourceRecord, writeSourceRecord } from '../../../src/model/source-record.ts';

const migration = stringMatching(/^[a-z0-9]([a-z0-9-]{0,34}[a-z0-9])?$/u);
const status = constantFrom('ACTIVE', 'SHUTOFF', 'PAUSED', 'SUSPENDED');

test('a record is read back, and fits the 255 characters of a lock’s reason', () => {
  assert(
    property(migration, status, (name, was) => {
      const record = { migration: name, status: was };
      expect(writeSourceRecord(record).length).toBeLessThanOrEqual(255);
      expect(readSourceRecord(writeSourceRecord(record))).toEqual(record);
    }),
  );
});

test('no other reason of a lock is taken for a record', () => {
  for (const reason of [
    null,
    undefined,
    '',
    'do not touch',
    ' pumphouse: migration=a was=ACTIVE',
    'pumphouse: migration=a',
  ]) {
    expect(readSourceRecord(reason)).toBeUndefined();
  }
  assert(
    property(string(), (reason) => {
      expect(readSourceRecord(`kept by ${reason}`)).toBeUndefined();
    }),
  );
});
