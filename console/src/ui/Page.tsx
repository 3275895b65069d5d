import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { t } from '../texts';

interface PageProps {
  readonly title: string;
  /** One sentence on what the page is for. */
  readonly description?: ReactNode;
  /** Buttons of the page as a whole. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a page: its title, which is the document's too, and what can be done on it. */
export function Page({ title, description, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${t.common.product}`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} maw={720}>
          <Title order={1} size="h2">
            {title}
          </Title>
          {description ? (
            <Text c="dimmed" size="sm">
              {description}
            </Text>
          ) : null}
        </Stack>
        {actions ? <Group gap="xs">{actions}</Group> : null}
      </Group>
      {children}
    </Stack>
  );
}
