import { Badge, Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMe } from '../../session/me';
import { t } from '../../texts';
import { Page } from '../../ui/Page';
import { OwnKeys } from './OwnKeys';
import { OwnTenants } from './OwnTenants';
import { PasswordForm } from './PasswordForm';

/** One's own page: who one is, and what is nobody else's to change. */
export function ProfilePage() {
  const me = useMe();
  const withKeys = me.tenants.filter(({ permissions }) => permissions.includes('user-keys:read'));
  return (
    <Page title={t.profile.title} description={t.profile.description}>
      <Paper withBorder p="md" radius="md" component="section" aria-label={t.profile.you}>
        <Stack gap={4}>
          <Group gap="xs">
            <Title order={2} size="h4">
              {me.display_name ?? me.kind}
            </Title>
            {me.operator ? <Badge variant="light">{t.profile.operator}</Badge> : null}
          </Group>
          <Text size="sm">{me.email ?? t.profile.noEmail}</Text>
          {me.user_id === null ? null : (
            <Text size="xs" c="dimmed">
              {t.profile.userId}: <Code>{me.user_id}</Code>
            </Text>
          )}
        </Stack>
      </Paper>
      <OwnTenants me={me} />
      {withKeys.length === 0 ? null : (
        <Paper withBorder p="md" radius="md" component="section" aria-label={t.profile.keys}>
          <Stack gap="md">
            <Stack gap={4}>
              <Title order={2} size="h4">
                {t.profile.keys}
              </Title>
              <Text size="sm" c="dimmed">
                {t.profile.keysHint}
              </Text>
            </Stack>
            {withKeys.map((tenant) => (
              <OwnKeys key={tenant.id} tenant={tenant} />
            ))}
          </Stack>
        </Paper>
      )}
      {me.kind === 'user' ? (
        <Paper withBorder p="md" radius="md" component="section" aria-label={t.profile.password}>
          <Stack gap="sm" maw={420}>
            <Title order={2} size="h4">
              {t.profile.password}
            </Title>
            {me.has_password ? <PasswordForm email={me.email} /> : <Text size="sm">{t.profile.noPassword}</Text>}
          </Stack>
        </Paper>
      ) : null}
    </Page>
  );
}
