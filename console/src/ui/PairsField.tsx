import { ActionIcon, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../texts';
import type { LabelledProps } from './JsonField';
import { type Fields, type Pair, type PairMistake, pairMistakes } from './schema';
import { useValidity } from './useValidity';

/** Names with a text or a number each, as headers and weights are given. */
export function PairsField({
  label,
  description,
  error,
  value,
  onChange,
  numbers,
}: LabelledProps & { numbers: boolean }) {
  const [pairs, setPairs] = useState<readonly Pair[]>(() =>
    Object.entries((value as Fields | undefined) ?? {}).map(([name, of]) => [name, String(of)] as const),
  );
  const mistakes = pairMistakes(pairs, numbers);
  const write = (next: readonly Pair[]) => {
    setPairs(next);
    const wrong = pairMistakes(next, numbers);
    const given = next.filter(([name], at) => name !== '' && wrong[at] === undefined);
    onChange(
      given.length === 0 ? undefined : Object.fromEntries(given.map(([name, of]) => [name, numbers ? Number(of) : of])),
    );
  };
  return (
    <Fieldset legend={label}>
      <Stack gap="xs">
        {description ? (
          <Text size="xs" c="dimmed">
            {description}
          </Text>
        ) : null}
        {pairs.map(([name, of], at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the entry is its place while its name is being typed
          <Group key={at} gap="xs" wrap="nowrap" align="flex-start">
            <PairText
              label={`${label}: ${t.fields.pairName}`}
              placeholder={t.fields.pairName}
              value={name}
              mistake={ofName(mistakes[at])}
              onChange={(typed) => write(pairs.with(at, [typed, of]))}
            />
            <PairText
              label={`${label}: ${t.fields.pairValue}`}
              placeholder={t.fields.pairValue}
              value={of}
              numbers={numbers}
              mistake={ofValue(mistakes[at])}
              onChange={(typed) => write(pairs.with(at, [name, typed]))}
            />
            <ActionIcon
              mt={4}
              variant="subtle"
              color="red"
              aria-label={t.fields.removePair(name)}
              onClick={() => write(pairs.filter((_, other) => other !== at))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {error ? (
          <Text size="xs" c="red" role="alert">
            {error}
          </Text>
        ) : null}
        <Button
          variant="default"
          size="xs"
          onClick={() => write([...pairs, ['', '']])}
          style={{ alignSelf: 'flex-start' }}
        >
          {t.fields.addPair}
        </Button>
      </Stack>
    </Fieldset>
  );
}

function ofName(mistake: PairMistake | undefined): string | undefined {
  return mistake === undefined || mistake === 'not_a_number' ? undefined : t.fields.mistakes[mistake];
}

function ofValue(mistake: PairMistake | undefined): string | undefined {
  return mistake === 'not_a_number' ? t.fields.mistakes[mistake] : undefined;
}

interface PairTextProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly numbers?: boolean;
  readonly mistake: string | undefined;
  readonly onChange: (typed: string) => void;
}

function PairText({ label, placeholder, value, numbers = false, mistake, onChange }: PairTextProps) {
  const control = useValidity<HTMLInputElement>(mistake);
  return (
    <TextInput
      ref={control}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      inputMode={numbers ? 'decimal' : 'text'}
      error={mistake}
      onChange={(event) => onChange(event.currentTarget.value)}
      flex={1}
    />
  );
}
