import { ActionIcon, Group, Input, Select, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { t } from '../../texts';
import type { Model } from './api';

const words = t.models.fields;

interface FallbacksProps {
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  /** The models of the same type, without the one itself. */
  readonly candidates: readonly Model[];
  /** Of the tenant's models, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly error: string | undefined;
}

/** The models to try after this one, in order. */
export function Fallbacks({ value, onChange, candidates, names, error }: FallbacksProps) {
  const nameOf = (id: string) => names.get(id) ?? id;
  const move = (from: number, to: number) => {
    const ids = [...value];
    ids.splice(to, 0, ...ids.splice(from, 1));
    onChange(ids);
  };
  const left = candidates.filter(({ id }) => !value.includes(id));
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {words.fallbacksHint}
      </Text>
      {value.length === 0 ? (
        <Text size="sm">{words.fallbacksNone}</Text>
      ) : (
        <ol style={{ margin: 0, paddingInlineStart: '1.4em' }} aria-label={words.fallbacks}>
          {value.map((id, at) => (
            <li key={id}>
              <Group gap={4} wrap="nowrap">
                <Text size="sm" flex={1} style={{ overflowWrap: 'anywhere' }}>
                  {nameOf(id)}
                </Text>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={at === 0}
                  aria-label={words.moveUp(nameOf(id))}
                  onClick={() => move(at, at - 1)}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={at === value.length - 1}
                  aria-label={words.moveDown(nameOf(id))}
                  onClick={() => move(at, at + 1)}
                >
                  <IconArrowDown size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="red"
                  aria-label={words.takeOut(nameOf(id))}
                  onClick={() => onChange(value.filter((other) => other !== id))}
                >
                  <IconX size={16} aria-hidden />
                </ActionIcon>
              </Group>
            </li>
          ))}
        </ol>
      )}
      <Select
        aria-label={words.addFallback}
        placeholder={words.addFallback}
        data={left.map(({ id }) => ({ value: id, label: nameOf(id) }))}
        value={null}
        onChange={(id) => id !== null && onChange([...value, id])}
        searchable
        limit={200}
        nothingFoundMessage={t.defaults.nothing}
        disabled={left.length === 0 || value.length >= 16}
      />
      {error ? <Input.Error>{error}</Input.Error> : null}
    </Stack>
  );
}
