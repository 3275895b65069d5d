import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import { inWords } from '../../ui/dates';
import { formatCount } from '../../ui/format';
import { LoadError, Loading } from '../../ui/States';
import { SettingDialog } from './SettingDialog';

export type Settings = Schemas['Settings'];
export type SettingName = keyof Settings['settings'];

/** Where settings are read and changed: those of a tenant, or the deployment's. */
export interface SettingsPlace {
  /** Whose word a value set here is. */
  readonly level: 'tenant' | 'deployment';
  readonly queryKey: readonly unknown[];
  readonly read: () => Promise<Settings>;
  readonly write: (changes: Schemas['SettingChanges'], version: number) => Promise<Settings>;
  readonly mayChange: boolean;
}

export function valueText(name: SettingName, value: number | null): string {
  const words = t.settings.names[name];
  if (value === null) {
    return words?.unset ?? t.common.none;
  }
  return words?.unit === 'seconds' && value >= 60
    ? `${formatCount(value)} ${words.unit} (${inWords(value)})`
    : `${formatCount(value)} ${words?.unit ?? ''}`;
}

/** Every setting with its value and its source. */
export function SettingsList({ place }: { place: SettingsPlace }) {
  const [opened, setOpened] = useState<{
    readonly name: SettingName;
    readonly stored: Settings;
    readonly reset: boolean;
  }>();
  const { data, error, refetch } = useQuery({ queryKey: place.queryKey, queryFn: place.read });
  if (data === undefined) {
    return error ? <LoadError error={error} retry={() => void refetch()} /> : <Loading rows={3} />;
  }
  return (
    <Stack gap="sm">
      {(Object.keys(data.settings) as SettingName[]).map((name) => {
        const label = t.settings.names[name]?.label ?? name;
        const { value, source } = data.settings[name];
        return (
          <Paper key={name} withBorder p="md" radius="md" component="section" aria-label={label}>
            <Group justify="space-between" align="flex-start" gap="sm">
              <Stack gap={4} maw={620}>
                <Group gap="xs">
                  <Title order={2} size="h5">
                    {label}
                  </Title>
                  <Badge variant="light" color={source === place.level ? undefined : 'gray'}>
                    {t.settings.sources[source]}
                  </Badge>
                </Group>
                <Text size="sm">{t.settings.inForce(valueText(name, value))}</Text>
                <Text size="xs" c="dimmed">
                  {t.settings.names[name]?.hint}
                </Text>
              </Stack>
              {place.mayChange ? (
                <Group gap="xs">
                  {source === place.level ? (
                    <Button
                      variant="default"
                      size="xs"
                      aria-label={t.settings.resetFor(label)}
                      onClick={() => setOpened({ name, stored: data, reset: true })}
                    >
                      {place.level === 'tenant' ? t.settings.resetTenant : t.settings.resetDeployment}
                    </Button>
                  ) : null}
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={t.settings.changeFor(label)}
                    onClick={() => setOpened({ name, stored: data, reset: false })}
                  >
                    {t.settings.change}
                  </Button>
                </Group>
              ) : null}
            </Group>
          </Paper>
        );
      })}
      {opened === undefined ? null : <SettingDialog place={place} {...opened} close={() => setOpened(undefined)} />}
    </Stack>
  );
}
