import { Anchor, Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { t } from '../../texts';
import { LoadError } from '../../ui/States';
import { providersQuery } from '../providers/api';
import { usageQuery } from '../usage/api';
import { spanOf } from '../usage/series';
import { someKeyQuery, someModelQuery } from './api';
import { Tile } from './Tile';

/** Leads from an empty tenant to the first answer; gone when all is done. */
export function FirstSteps({ tenant }: { tenant: string }) {
  const providers = useQuery(providersQuery(tenant));
  const models = useQuery(someModelQuery(tenant));
  const keys = useQuery(someKeyQuery(tenant));
  const usage = useQuery(usageQuery(tenant, spanOf('30d', new Date()), 'day'));
  const error = providers.error ?? models.error ?? keys.error ?? usage.error;
  if (error) {
    const retry = () => {
      void providers.refetch();
      void models.refetch();
      void keys.refetch();
      void usage.refetch();
    };
    return (
      <Tile title={t.overview.steps} tenant={tenant}>
        <LoadError error={error} retry={retry} />
      </Tile>
    );
  }
  if (!providers.data || models.data === undefined || keys.data === undefined || !usage.data) {
    return null;
  }
  const steps = [
    { words: t.overview.step.provider, done: providers.data.length > 0, to: '/t/$tenant/providers' },
    { words: t.overview.step.model, done: models.data, to: '/t/$tenant/providers' },
    { words: t.overview.step.try, done: usage.data.total.requests > 0, to: '/t/$tenant/playground' },
    { words: t.overview.step.key, done: keys.data, to: '/t/$tenant/api-keys' },
  ];
  if (steps.every(({ done }) => done)) {
    return null;
  }
  return (
    <Tile title={t.overview.steps} tenant={tenant}>
      <Text size="sm" c="dimmed">
        {t.overview.stepsHint}
      </Text>
      <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {steps.map(({ words: [name, hint], done, to }) => (
          <Group key={name} component="li" gap="sm" wrap="nowrap">
            <ThemeIcon size={26} radius="xl" variant="light" color={done ? 'teal' : 'gray'}>
              {done ? (
                <IconCheck size={16} role="img" aria-label={t.overview.done} />
              ) : (
                <IconCircle size={16} aria-hidden />
              )}
            </ThemeIcon>
            <div>
              <Anchor
                size="sm"
                fw={600}
                renderRoot={(props) => <Link to={to} params={{ tenant } as never} {...props} />}
              >
                {name}
              </Anchor>
              <Text size="sm" c="dimmed">
                {hint}
              </Text>
            </div>
          </Group>
        ))}
      </Stack>
    </Tile>
  );
}
