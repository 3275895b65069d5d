import { Badge, Group, Stack, Text } from '@mantine/core';
import { t } from '../../texts';
import { UnusableReason } from '../../ui/UnusableReason';
import { type Model, modelName } from './api';

interface ModelCellProps {
  readonly tenant: string;
  readonly model: Model;
  /** Says the type on wide screens too, where no column does. */
  readonly typed?: boolean;
}

/** A model by name, with how it stands. */
export function ModelCell({ tenant, model, typed = false }: ModelCellProps) {
  const name = modelName(model);
  const upstream = `${model.family}/${model.model}`;
  return (
    <Stack gap={4} align="flex-start">
      <div>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {[name === upstream ? null : upstream, model.display_name].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Group gap={4}>
        <Badge size="sm" tt="none" variant="light" color="gray" hiddenFrom={typed ? undefined : 'sm'}>
          {t.modelTypes[model.model_type] ?? model.model_type}
        </Badge>
        {model.is_default ? (
          <Badge size="sm" tt="none" variant="light" color="sea">
            {t.models.default}
          </Badge>
        ) : null}
        <Standing model={model} />
      </Group>
      {model.deleted_at === null && model.enabled && model.unusable_reason !== null ? (
        <UnusableReason tenant={tenant} reason={model.unusable_reason} here="models" />
      ) : null}
    </Stack>
  );
}

function Standing({ model }: { model: Model }) {
  if (model.deleted_at !== null) {
    return null;
  }
  const [color, text] = !model.enabled
    ? (['gray', t.models.disabled] as const)
    : model.usable
      ? (['teal', t.models.usable] as const)
      : (['orange', t.models.unusable] as const);
  return (
    <Badge size="sm" tt="none" variant="light" color={color}>
      {text}
    </Badge>
  );
}

/** The provider that a model is bound to; any of the family for one that is not. */
export function ProviderCell({ model }: { model: Model }) {
  return (
    <Text size="sm" c={model.provider_id === null ? 'dimmed' : undefined}>
      {model.provider_id === null ? t.models.unbound : (model.provider_name ?? model.provider_id)}
    </Text>
  );
}

/** Prices of input and output, with whose they are. */
export function PriceCell({ model }: { model: Model }) {
  return model.prices == null ? (
    <Text size="sm" c="dimmed">
      {t.models.noPrice}
    </Text>
  ) : (
    <div>
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {t.models.pricePair(model.prices.input, model.prices.output)}
      </Text>
      <Text size="xs" c="dimmed">
        {model.prices_source === 'tenant' ? t.models.pricesOwn : t.models.pricesCatalogue}
      </Text>
    </div>
  );
}
