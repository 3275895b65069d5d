import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon, Badge, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { t } from '../../texts';
import type { Provider } from './api';
import { ProviderMenu } from './ProviderMenu';
import type { Opened } from './ProvidersPage';

/** Where in its family a provider stands, and what moves it. */
export interface Place {
  readonly at: number;
  readonly of: number;
  readonly move: (to: number) => void;
}

export interface ProviderRowProps {
  readonly tenant: string;
  readonly provider: Provider;
  readonly open: (opened: Opened) => void;
  readonly place: Place | undefined;
}

/** One provider: what it is, whether calls can be made with it and with whose key, and what can be done. */
export function ProviderRow({ tenant, provider, open, place }: ProviderRowProps) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: provider.id,
    disabled: place === undefined,
  });
  return (
    <Group
      ref={setNodeRef}
      component="li"
      wrap="nowrap"
      gap="sm"
      px="md"
      py="sm"
      style={{
        transform: CSS.Transform.toString(transform),
        transition,
        borderTop: '1px solid var(--mantine-color-default-border)',
        background: 'var(--mantine-color-body)',
        opacity: isDragging ? 0.7 : 1,
        position: 'relative',
        zIndex: isDragging ? 1 : undefined,
      }}
    >
      {place === undefined ? null : (
        <ActionIcon
          variant="subtle"
          color="gray"
          style={{ cursor: 'grab', touchAction: 'none' }}
          {...attributes}
          {...listeners}
          aria-label={t.providers.move(provider.name)}
        >
          <IconGripVertical size={18} aria-hidden />
        </ActionIcon>
      )}
      <Stack gap={2} flex={1} miw={0}>
        <Group gap="xs">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {provider.name}
          </Text>
          <StandingBadge provider={provider} />
          {provider.shared_provider_id === null ? null : (
            <Tooltip label={t.providers.sharedHint}>
              <Badge variant="light" color="grape" tabIndex={0}>
                {t.providers.shared}
              </Badge>
            </Tooltip>
          )}
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {[
            provider.base_url,
            provider.key_last_four ? t.providers.keyEnds(provider.key_last_four) : null,
            t.providers.source(t.credentialSources[provider.credential_source] ?? provider.credential_source),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {provider.unusable_reason && provider.enabled ? (
          <Text size="sm">{t.unusableReasons[provider.unusable_reason] ?? provider.unusable_reason}</Text>
        ) : null}
      </Stack>
      <ProviderMenu tenant={tenant} provider={provider} open={open} place={place} />
    </Group>
  );
}

function StandingBadge({ provider }: { provider: Provider }) {
  const [color, text] = !provider.enabled
    ? ['gray', t.providers.disabled]
    : provider.unusable_reason === null
      ? ['teal', t.providers.usable]
      : ['orange', t.providers.unusable];
  return (
    <Badge variant="light" color={color}>
      {text}
    </Badge>
  );
}
