import { Button, Group, Stack, Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { formatTime } from '../../ui/format';
import { Revealed } from '../../ui/Revealed';

/** A key that was just made; without its text when the same request had been answered before. */
export type MadeKey = Schemas['ApiKey'] | Schemas['CreatedApiKey'];

/** The key's text, shown this once. */
export function KeyText({ made, close }: { made: MadeKey; close: () => void }) {
  const text = 'key' in made ? made.key : undefined;
  return (
    <Dialog title={t.apiKeys.made(made.name)} close={close} held={text !== undefined}>
      <Stack gap="md">
        {text === undefined ? (
          <Text size="sm">{t.apiKeys.replayed}</Text>
        ) : (
          <Revealed title={t.apiKeys.text} text={text} />
        )}
        {made.previous_expires_at ? (
          <Text size="sm">{t.apiKeys.overlap(formatTime(made.previous_expires_at))}</Text>
        ) : null}
        <Group justify="flex-end">
          <Button onClick={close}>{text === undefined ? t.common.close : t.common.haveCopied}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
