import { Stack, Switch, Text } from '@mantine/core';
import { t } from '../../texts';
import { PriceFields } from './PriceFields';
import { type PriceTexts, pricesText } from './prices';

interface OwnPricesProps {
  readonly value: PriceTexts | null;
  readonly onChange: (value: PriceTexts | null) => void;
  /** The catalogue's, which count unless the tenant sets its own. */
  readonly catalogue: PriceTexts;
  readonly errors: Readonly<Record<string, string>>;
}

/** The prices of a tenant's own for a model, or the catalogue's. */
export function OwnPrices({ value, onChange, catalogue, errors }: OwnPricesProps) {
  const known = Object.keys(catalogue).length > 0;
  const source = value !== null ? 'tenant' : known ? 'catalogue' : 'none';
  return (
    <Stack gap="sm">
      <Switch
        label={t.models.prices.own}
        description={t.models.prices.ownHint}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? {} : null)}
      />
      <Text size="sm">{t.models.prices.from[source]}</Text>
      {value === null ? (
        known ? (
          <Text size="sm" c="dimmed">
            {pricesText(catalogue)}
          </Text>
        ) : null
      ) : (
        <PriceFields value={value} onChange={onChange} placeholders={catalogue} errors={errors} />
      )}
    </Stack>
  );
}
