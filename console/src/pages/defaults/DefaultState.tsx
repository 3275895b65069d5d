import { Badge, Group, Text, Tooltip } from '@mantine/core';
import { t } from '../../texts';
import { UnusableReason } from '../../ui/UnusableReason';
import type { DefaultModel } from './api';

const COLOURS = { pinned: 'sea', elected: 'gray', unset: 'gray' } as const;

/** Who chose the stored default, and whether it can be called. */
export function DefaultState({ tenant, stored }: { tenant: string; stored: DefaultModel }) {
  const none = stored.model_id === null;
  return (
    <>
      <Group gap={6}>
        <Tooltip label={t.defaults.sourceHint[stored.source]}>
          <Badge
            tabIndex={0}
            variant={stored.source === 'unset' ? 'outline' : 'light'}
            color={COLOURS[stored.source]}
            tt="none"
          >
            {t.defaults.source[stored.source]}
          </Badge>
        </Tooltip>
        {none ? null : (
          <Badge variant="light" color={stored.usable ? 'teal' : 'orange'} tt="none">
            {stored.usable ? t.defaults.usable : t.defaults.unusable}
          </Badge>
        )}
      </Group>
      {none ? (
        <Text size="xs" c="dimmed">
          {t.defaults.noneHint}
        </Text>
      ) : null}
      {stored.unusable_reason === null ? null : <UnusableReason tenant={tenant} reason={stored.unusable_reason} />}
    </>
  );
}
