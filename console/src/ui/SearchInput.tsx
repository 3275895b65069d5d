import { ActionIcon, Loader, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { t } from '../texts';

interface SearchInputProps {
  /** What is searched. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** What is shown is not of this text yet. */
  readonly busy?: boolean;
}

/** A box for the text that is searched for. */
export function SearchInput({ label, value, onChange, busy = false }: SearchInputProps) {
  return (
    <TextInput
      type="search"
      aria-label={`${t.common.search}: ${label}`}
      placeholder={t.common.search}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        busy ? (
          <Loader size="xs" aria-label={t.common.loading} role="status" />
        ) : value === '' ? null : (
          <ActionIcon variant="subtle" color="gray" aria-label={t.common.clearSearch} onClick={() => onChange('')}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )
      }
      value={value}
      maxLength={100}
      onChange={(event) => onChange(event.currentTarget.value)}
      w={{ base: '100%', xs: 280 }}
    />
  );
}
