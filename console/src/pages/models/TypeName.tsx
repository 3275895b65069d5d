import { Text } from '@mantine/core';
import { t } from '../../texts';
import type { ModelType } from './api';

/** A model type in words, on one line. */
export function TypeName({ type }: { type: ModelType }) {
  return (
    <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
      {t.modelTypes[type] ?? type}
    </Text>
  );
}
