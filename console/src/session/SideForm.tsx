import { Anchor, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../texts';

/** A way in beside the usual one. */
export function SideForm({
  title,
  hint,
  children,
  back,
}: {
  title: string;
  hint: string;
  children: ReactNode;
  back: () => void;
}) {
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      {children}
      <Anchor component="button" type="button" size="sm" ta="left" onClick={back}>
        {t.signIn.back}
      </Anchor>
    </Stack>
  );
}
