import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { t } from '../texts';
import { copyText } from './copy';

/** A secret that the server shows this once. */
export function Revealed({ title, text, note }: { title: string; text: string; note?: string }) {
  return (
    <Alert color="yellow" variant="light" icon={<IconKey aria-hidden />} title={title}>
      <Stack gap="xs">
        <Text size="sm">{note ?? t.common.showOnce}</Text>
        <CopyText text={text} />
      </Stack>
    </Alert>
  );
}

const SHOWN_MILLIS = 2_000;

/** A text to copy, with its button. */
export function CopyText({ text }: { text: string }) {
  const [outcome, setOutcome] = useState<boolean>();
  const copied = outcome === true;
  const failed = outcome === false;
  const copy = async () => setOutcome(await copyText(text));
  useEffect(() => {
    if (outcome !== undefined) {
      const later = setTimeout(() => setOutcome(undefined), SHOWN_MILLIS);
      return () => clearTimeout(later);
    }
  }, [outcome]);
  return (
    <Group gap="xs" align="stretch">
      <Code block style={{ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {text}
      </Code>
      <Button
        variant="default"
        size="xs"
        leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        onClick={() => void copy()}
      >
        {copied ? t.common.copied : failed ? t.common.notCopied : t.common.copy}
      </Button>
    </Group>
  );
}
