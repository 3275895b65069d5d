import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconGitCompare } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../texts';

/** One field of which two values compete. */
export interface Difference {
  readonly field: string;
  readonly yours: ReactNode;
  readonly stored: ReactNode;
}

interface ConflictProps {
  readonly differences: readonly Difference[];
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
  readonly busy?: boolean;
}

/** Says that what was to be saved had been changed by somebody else, shows both values, and lets the person decide. */
export function Conflict({ differences, keepMine, takeTheirs, busy = false }: ConflictProps) {
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void alert.current?.scrollIntoView({ block: 'nearest' }); // a long form would hide it
  }, []);
  return (
    <Alert
      ref={alert}
      styles={{ body: { minWidth: 0 } }}
      color="orange"
      variant="light"
      icon={<IconGitCompare aria-hidden />}
      title={t.conflict.title}
      role="alert"
    >
      <Stack gap="sm">
        <Text size="sm">{t.conflict.hint}</Text>
        <Table aria-label={t.conflict.title} horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t.conflict.field}</Table.Th>
              <Table.Th scope="col">{t.conflict.yours}</Table.Th>
              <Table.Th scope="col">{t.conflict.stored}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.map(({ field, yours, stored }) => (
              <Table.Tr key={field}>
                <Table.Th scope="row">{field}</Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{yours}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{stored}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group gap="xs">
          <Button size="xs" loading={busy} onClick={keepMine}>
            {t.conflict.keepMine}
          </Button>
          <Button size="xs" variant="default" disabled={busy} onClick={takeTheirs}>
            {t.conflict.takeTheirs}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
