/** The name of a flagged item: a field's label or a document's name. */
import { useTranslation } from 'react-i18next';
import type { CaseFragment } from '@/gql/graphql';
import { useText } from '@/lib/i18n';
import { fieldName, slotName } from '@/lib/paths';

export function usePathLabel(application: CaseFragment): (path: string) => string {
  const { t, i18n } = useTranslation('registration');
  const text = useText();
  return (path) => {
    const slot = slotName(path);
    if (slot) {
      const known = application.requiredSlots.find((each) => each.slot === slot);
      if (known) return text(known.name);
      return i18n.exists(`registration:slot.${slot}.name`) ? t(`slot.${slot}.name`) : slot;
    }
    const key = `field.${fieldName(path)}.label`;
    return i18n.exists(`registration:${key}`) ? t(key) : path;
  };
}
