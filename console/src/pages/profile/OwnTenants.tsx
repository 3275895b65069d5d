import { Anchor, Badge, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Me } from '../../session/me';
import { t } from '../../texts';
import { LeaveTenant } from '../members/RemoveMember';

/** The tenants that the person is a member of, with the role in each. */
export function OwnTenants({ me }: { me: Me }) {
  const [leaving, setLeaving] = useState<Me['tenants'][number]>();
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={t.profile.tenants}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t.profile.tenants}
        </Title>
        {me.tenants.length === 0 ? (
          <Text size="sm">{t.profile.noTenants}</Text>
        ) : (
          <Table aria-label={t.profile.tenants}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t.shell.tenant}</Table.Th>
                <Table.Th scope="col">{t.profile.role}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {t.common.actions}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {me.tenants.map((tenant) => (
                <Table.Tr key={tenant.id}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <Group gap={6}>
                      <Anchor
                        size="sm"
                        renderRoot={(props) => <Link to="/t/$tenant" params={{ tenant: tenant.slug }} {...props} />}
                      >
                        {tenant.name}
                      </Anchor>
                      {tenant.status === 'active' ? null : (
                        <Badge size="xs" variant="light" color="yellow">
                          {t.tenants.statuses[tenant.status]}
                        </Badge>
                      )}
                    </Group>
                  </Table.Td>
                  <Table.Td>{t.roles[tenant.role]}</Table.Td>
                  <Table.Td ta="right">
                    {tenant.permissions.includes('tenants:leave') && tenant.status === 'active' ? (
                      <Button
                        variant="default"
                        size="compact-sm"
                        aria-label={t.members.leaveTitle(tenant.name)}
                        onClick={() => setLeaving(tenant)}
                      >
                        {t.members.leave}
                      </Button>
                    ) : null}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
      {leaving !== undefined && me.user_id !== null ? (
        <LeaveTenant tenant={leaving.slug} name={leaving.name} user={me.user_id} close={() => setLeaving(undefined)} />
      ) : null}
    </Paper>
  );
}
