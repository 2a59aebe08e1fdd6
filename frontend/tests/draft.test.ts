import { describe, expect, it } from 'vitest';
import { afterSave, asInput, clashes, same, unsaved } from '@/features/registration/case/draft';
import { aCase } from './case';

describe('edits over a saved draft', () => {
  it('are unsaved only while they differ; an empty box is no difference from nothing', () => {
    const saved = aCase();
    expect(unsaved({ surname: 'Hodžić', name: 'Amira', parentName: '' }, saved)).toEqual({ name: 'Amira' });
    expect(same(['A'], ['A'])).toBe(true);
    expect(same(['A'], ['A', 'B'])).toBe(false);
  });

  it('keep what was typed while a save was under way', () => {
    const sent = { surname: 'Ho', name: 'Amra' };
    expect(afterSave({ surname: 'Hodž', name: 'Amra', jmb: '1' }, sent)).toEqual({ surname: 'Hodž', jmb: '1' });
  });

  it('clash with another device only where both changed the same field to different values', () => {
    const before = aCase();
    const now = aCase({ version: 2 }, { surname: 'Begić', name: 'Amela', parentName: 'Mirsad' });
    expect(clashes({ surname: 'Hadžić', name: 'Amela', jmb: '1' }, before, now)).toEqual([{ field: 'surname', theirs: 'Begić' }]);
  });

  it('are sent as the service takes them: the kind apart, an emptied field as nothing', () => {
    expect(asInput({ kind: 'R1', surname: '', name: 'Amra', citizenshipBih: true })).toEqual({
      kind: 'R1',
      fields: { surname: null, name: 'Amra', citizenshipBih: true },
    });
    expect(asInput({ name: 'Amra' })).toEqual({ fields: { name: 'Amra' } });
  });
});
