import { SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { t } from '../../texts';
import { withField } from '../../ui/schema';
import { PRICE_NAMES, type PriceTexts, priceMistakes } from './prices';

interface PriceFieldsProps {
  readonly value: PriceTexts;
  readonly onChange: (value: PriceTexts) => void;
  /** What would count otherwise, shown where nothing is typed. */
  readonly placeholders: PriceTexts;
  /** What the server said, by `prices.input`. */
  readonly errors: Readonly<Record<string, string>>;
}

/** One field for each price; texts throughout, so that no digit is lost. */
export function PriceFields({ value, onChange, placeholders, errors }: PriceFieldsProps) {
  const mistakes = priceMistakes(value);
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {t.models.prices.hint}
      </Text>
      <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="xs">
        {PRICE_NAMES.map((name) => (
          <TextInput
            key={name}
            label={t.models.prices.names[name]}
            withAsterisk={name === 'input' || name === 'output'}
            inputMode="decimal"
            autoComplete="off"
            maxLength={24}
            placeholder={placeholders[name]}
            value={value[name] ?? ''}
            error={mistakes[name] ?? errors[`prices.${name}`]}
            onChange={(event) => {
              const typed = event.currentTarget.value.trim();
              onChange(withField(value, name, typed === '' ? undefined : typed) as PriceTexts);
            }}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}
