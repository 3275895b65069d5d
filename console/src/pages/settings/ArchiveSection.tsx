import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { api, dataOf, type Schemas } from '../../api/client';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { LoadError } from '../../ui/States';
import { ArchiveTenant } from '../tenants/ArchiveTenant';

/** Archives the tenant, for who may; leads away from it then. */
export function ArchiveSection({ tenant }: { tenant: string }) {
  const may = useMay(tenant)('tenants:archive');
  const navigate = useNavigate();
  const heading = useId();
  const [archiving, setArchiving] = useState<Schemas['Tenant']>();
  const stored = useQuery({
    queryKey: ['tenants', 'one', tenant],
    queryFn: () => dataOf(api.GET('/tenants/{tenant}', { params: { path: { tenant } } })),
    enabled: may,
  });
  return (
    <>
      {may && stored.data?.status !== 'archived' ? (
        <Paper withBorder p="md" radius="md" component="section" aria-labelledby={heading}>
          <Group justify="space-between" align="flex-start" gap="sm">
            <Stack gap={4} maw={620}>
              <Title order={2} size="h5" id={heading}>
                {t.tenants.archiveThis}
              </Title>
              <Text size="sm">{t.tenants.archiveHint}</Text>
            </Stack>
            <Button
              color="red"
              variant="light"
              size="xs"
              disabled={stored.data === undefined}
              onClick={() => setArchiving(stored.data)}
            >
              {t.tenants.archive}
            </Button>
          </Group>
          {stored.error ? <LoadError error={stored.error} retry={() => void stored.refetch()} /> : null}
        </Paper>
      ) : null}
      {archiving ? (
        <ArchiveTenant
          tenant={archiving}
          close={() => setArchiving(undefined)}
          done={() => void navigate({ to: '/' })}
        />
      ) : null}
    </>
  );
}
