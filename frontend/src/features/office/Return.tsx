/** Back to the voter: which places, which code, and in words that he understands. */
import { Button, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel, type ActionProps } from './Panel';
import { usePlaceName } from './Corrections';
import { RETURN } from './operations';
import { Picker } from './Picker';
import { useCommand } from './useCommand';

interface Item {
  path: string;
  code: string;
  text: string;
}

const FIELDS = [
  'surname', 'name', 'previous_surname', 'parent_name', 'date_of_birth', 'sex', 'place_of_birth', 'jmb',
  'residence_municipality', 'residence_place', 'residence_street', 'residence_house_no', 'abroad_country', 'abroad_city',
  'abroad_street', 'abroad_house_no', 'abroad_postal_code', 'abroad_region', 'phone', 'voting_channel', 'dcm_id',
  'id_doc_type', 'id_doc_number', 'id_doc_issuer', 'id_doc_country', 'id_doc_valid_until',
];
const EMPTY: Item = { path: '', code: '', text: '' };

export function Return({ application, names }: ActionProps) {
  const { t } = useTranslation(['office', 'fields']);
  const command = useCommand(RETURN);
  const place = usePlaceName(names);
  const [items, setItems] = useState<Item[]>([EMPTY]);
  const change = (index: number, values: Partial<Item>) =>
    setItems(items.map((item, at) => (at === index ? { ...item, ...values } : item)));
  const kind = names.form?.kinds.find((each) => each.kind === application.kind);
  const slots = kind?.slots ?? [];
  const places = [...new Set([...slots.map((slot) => `documents.${slot.slot}`), 'documents.SIGNED_FORM', ...FIELDS])];
  return (
    <Panel
      name="return"
      problem={command.problem}
      onSubmit={() => void command.run({ id: application.id, version: application.version, deficiencies: items })}
    >
      {items.map((item, index) => (
        <fieldset key={index} className="of-deficiency">
          <legend>{t('actions.return.item', { number: index + 1 })}</legend>
          <div className="of-fields">
            <Picker id={`place-${index}`} label={t('actions.return.place')} value={item.path} empty={t('choose')} onChange={(path) => change(index, { path })}>
              {places.map((path) => (
                <option key={path} value={path}>
                  {place(path)}
                </option>
              ))}
            </Picker>
            <Picker id={`code-${index}`} label={t('actions.return.code')} value={item.code} empty={t('choose')} onChange={(code) => change(index, { code })}>
              {kind?.deficiencyCodes.map((code) => (
                <option key={code} value={code}>
                  {names.deficiency(code)}
                </option>
              ))}
            </Picker>
          </div>
          <Textfield
            multiline
            rows={3}
            label={t('actions.return.text')}
            description={t('actions.return.hint')}
            value={item.text}
            onChange={(event) => change(index, { text: event.target.value })}
            required
          />
          {items.length > 1 && (
            <Button type="button" variant="tertiary" onClick={() => setItems(items.filter((_, at) => at !== index))}>
              {t('actions.return.remove')}
            </Button>
          )}
        </fieldset>
      ))}
      <div className="actions">
        <Button type="button" variant="secondary" onClick={() => setItems([...items, EMPTY])}>
          {t('actions.return.add')}
        </Button>
        <Button type="submit" loading={command.busy}>
          {t('actions.return.send')}
        </Button>
      </div>
    </Panel>
  );
}
