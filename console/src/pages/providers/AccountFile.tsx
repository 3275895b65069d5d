import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../texts';
import type { Fields, JsonSchema } from '../../ui/schema';
import { useValidity } from '../../ui/useValidity';
import { accountOf } from './secret';

/** Takes the whole JSON file of a service account, pasted or chosen, and fills the fields from it. */
export function AccountFile({ schema, fill }: { schema: JsonSchema; fill: (fields: Fields) => void }) {
  const [text, setText] = useState('');
  const [filled, setFilled] = useState<string>();
  const words = t.providers.account;
  const wrong = text.trim() === '' ? undefined : words.wrong;
  const control = useValidity<HTMLTextAreaElement>(wrong);
  const take = (given: string) => {
    const fields = accountOf(given, schema);
    setText(fields === undefined ? given : '');
    setFilled(fields === undefined ? undefined : String(fields.client_email ?? ''));
    if (fields !== undefined) {
      fill(fields);
    }
  };
  return (
    <Stack gap="xs">
      <Textarea
        ref={control}
        label={words.label}
        description={words.hint}
        error={wrong}
        value={text}
        autoComplete="off"
        spellCheck={false}
        rows={2}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <Group gap="sm">
        <FileButton
          accept="application/json,.json"
          onChange={(file) => void file?.text().then(take)}
          inputProps={{ 'aria-label': words.choose }}
        >
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<IconFileUpload size={16} aria-hidden />}>
              {words.choose}
            </Button>
          )}
        </FileButton>
        <Text size="xs" role="status">
          {filled === undefined ? '' : words.filled(filled)}
        </Text>
      </Group>
    </Stack>
  );
}
