/** The chosen language is kept in the account too, because letters and mails are written in it. */
import { useCallback } from 'react';
import { useMutation } from 'urql';
import { graphql } from '@/gql';
import type { Language } from '@/lib/language';
import { useViewer } from '@/lib/viewer';

const SET_LANGUAGE = graphql(`
  mutation SetLanguage($language: Language!) {
    setLanguage(language: $language) {
      __typename
      ... on Viewer { account language }
      ... on Problem { code }
    }
  }
`);

export function useSaveLanguage(): (language: Language) => void {
  const { viewer } = useViewer();
  const [, setLanguage] = useMutation(SET_LANGUAGE);
  const account = viewer?.account;
  return useCallback(
    (language) => {
      if (account) void setLanguage({ language });
    },
    [account, setLanguage],
  );
}
