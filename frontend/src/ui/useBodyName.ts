/** Services name a body by its code; people know it by its name. */
import { useTranslation } from 'react-i18next';

export function useBodyName(): (body: string) => string {
  const { t, i18n } = useTranslation();
  return (body) => (i18n.exists(`common:body.${body}`) ? t(`body.${body}`) : body);
}
