import { describe, expect, it } from 'vitest';
import { FIELDS, STEPS, nextStep, progressOf, stepOf } from '@/features/registration/case/steps';
import type { FieldKey } from '@/features/registration/case/draft';
import { fieldName, slotName } from '@/lib/paths';
import { aCase } from './case';

const defect = (path: string, code = 'field.required', warning = false) => ({ code, path, article: null, params: {}, warning });

describe('the steps of the form', () => {
  it('hold every field of the form exactly once', () => {
    const held = Object.values(FIELDS).flat();
    const all = Object.keys(aCase().fields).filter((name) => name !== 'missingDocuments') as FieldKey[];
    expect([...held].sort()).toEqual([...all, 'kind'].sort());
    expect(new Set(held).size).toBe(held.length);
  });

  it('find the place of a defect in either spelling', () => {
    expect(stepOf('date_of_birth')).toBe('person');
    expect(stepOf('abroadHouseNo')).toBe('abroad');
    expect(stepOf('documents.ID')).toBe('documents');
    expect(stepOf('missing_documents')).toBe('documents');
    expect(fieldName('id_doc_valid_until')).toBe('idDocValidUntil');
    expect(slotName('documents.HOST_ADDRESS')).toBe('HOST_ADDRESS');
    expect(slotName('surname')).toBeUndefined();
  });

  it('follow one another and end with the documents', () => {
    expect(nextStep('kind')).toBe('person');
    expect(nextStep(STEPS.at(-1) ?? 'kind')).toBeUndefined();
  });
});

describe('how far a step has come', () => {
  it('is to do, in work, done, or must be mended, by what the service says', () => {
    expect(progressOf('abroad', aCase({ defects: [defect('abroad_city')] }))).toBe('todo');
    expect(progressOf('person', aCase({ defects: [defect('parent_name')] }))).toBe('started');
    expect(progressOf('person', aCase({ defects: [defect('jmb', 'jmb.checksum'), defect('parent_name')] }))).toBe('mend');
    expect(progressOf('person', aCase())).toBe('done');
  });

  it('is not hindered by a warning', () => {
    expect(progressOf('contact', aCase({ defects: [defect('dcm_id', 'mission.may_become_post', true)] }))).toBe('done');
  });

  it('does not count what the portal filled in by itself as begun', () => {
    expect(progressOf('contact', aCase({ defects: [defect('voting_channel')] }))).toBe('todo');
  });

  it('leaves the documents to do until the kind is chosen', () => {
    expect(progressOf('documents', aCase({ kind: null }))).toBe('todo');
  });
});
