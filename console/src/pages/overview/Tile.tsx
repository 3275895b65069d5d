import { Anchor, Group, Paper, Stack, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface TileProps {
  readonly title: string;
  readonly link?: { readonly to: string; readonly label: string };
  readonly tenant: string;
  readonly children: ReactNode;
}

/** One subject of the overview, with the way to its page. */
export function Tile({ title, link, tenant, children }: TileProps) {
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {title}
          </Title>
          {link ? (
            <Anchor size="sm" renderRoot={(props) => <Link to={link.to} params={{ tenant } as never} {...props} />}>
              {link.label}
            </Anchor>
          ) : null}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
