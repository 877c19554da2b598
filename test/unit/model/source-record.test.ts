import { assert, boolean, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { isProvenanceTag } from '../../../src/model/provenance.ts';
import { readSourceRecord, sourceRecordTag } from '../../../src/model/source-record.ts';

const status = constantFrom('ACTIVE', 'SHUTOFF', 'PAUSED', 'SUSPENDED');

test('a record is read back, is a tag as Nova takes it, and is never copied as one of the owner’s', () => {
  assert(
    property(status, boolean(), (was, locked) => {
      const record = { status: was, locked };
      const tag = sourceRecordTag(record);
      expect(tag).toMatch(/^[^,/]{1,60}$/);
      expect(isProvenanceTag(tag)).toBe(true);
      expect(readSourceRecord(['blue', tag])).toEqual(record);
    }),
  );
});

test('no other tag is taken for a record', () => {
  for (const tag of [
    '',
    'was=ACTIVE',
    'pumphouse:was=',
    'pumphouse:was=active',
    ' pumphouse:was=ACTIVE',
  ]) {
    expect(readSourceRecord([tag])).toBeUndefined();
  }
  assert(
    property(string(), (text) => {
      expect(readSourceRecord([`kept by ${text}`])).toBeUndefined();
    }),
  );
});
