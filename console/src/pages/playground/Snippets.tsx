import { Stack, Tabs, Text } from '@mantine/core';
import { t } from '../../texts';
import { CopyText } from '../../ui/Revealed';
import { snippets } from './snippets';
import type { ChatRequest } from './stream';

const LANGUAGES = ['curl', 'python', 'java'] as const;

/** The call as an application would make it. */
export function Snippets({ request }: { request: ChatRequest }) {
  const texts = snippets(window.location.origin, request);
  return (
    <Stack gap="xs">
      <Text fw={600}>{t.playground.sameCall}</Text>
      <Text size="sm" c="dimmed">
        {t.playground.keyInSnippet}
      </Text>
      <Tabs defaultValue="curl" keepMounted={false}>
        <Tabs.List>
          {LANGUAGES.map((language) => (
            <Tabs.Tab key={language} value={language}>
              {t.playground.languages[language]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map((language) => (
          <Tabs.Panel key={language} value={language} pt="sm">
            <CopyText text={texts[language]} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}
