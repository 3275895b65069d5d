import { Anchor, Group, Select, type SelectProps, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { t } from '../../texts';
import { reasonText, UnusableReason } from '../../ui/UnusableReason';
import { type Model, namesOf } from '../models/api';
import type { DefaultModel } from './api';

/** Stands for "none" among the ids. */
const NONE = 'none';

interface DefaultSelectProps {
  readonly tenant: string;
  readonly stored: DefaultModel;
  /** Those of the type, disabled ones too. */
  readonly models: readonly Model[];
  /** What is chosen and not saved yet; undefined shows what is stored. */
  readonly chosen: string | null | undefined;
  readonly choose: (model: string | null) => void;
  readonly disabled: boolean;
}

/** The live models of a type to choose from, with why one of them cannot be called yet. */
export function DefaultSelect({ tenant, stored, models, chosen, choose, disabled }: DefaultSelectProps) {
  const typeName = t.modelTypes[stored.model_type] ?? stored.model_type;
  const live = models.filter((model) => model.live);
  const byId = new Map(live.map((model) => [model.id, model]));
  if (stored.model !== null && !byId.has(stored.model.id)) {
    byId.set(stored.model.id, stored.model);
  }
  const value = chosen === undefined ? storedValue(stored) : (chosen ?? NONE);
  const picked = chosen ? byId.get(chosen) : undefined;
  const option: SelectProps['renderOption'] = ({ option: { value: id, label } }) => {
    const model = byId.get(id);
    return (
      <Stack gap={0}>
        <Text size="sm">{label}</Text>
        {model === undefined ? null : (
          <Text size="xs" c={model.usable ? 'dimmed' : 'var(--mantine-color-orange-text)'}>
            {model.usable ? details(model) : reasonText(model.unusable_reason)}
          </Text>
        )}
      </Stack>
    );
  };
  return (
    <Stack gap={4} flex={1} miw={200}>
      <Select
        aria-label={t.defaults.field(typeName)}
        data={[
          ...[...namesOf([...byId.values()])].map(([id, label]) => ({ value: id, label })),
          { value: NONE, label: t.defaults.pinnedNone },
        ]}
        value={value}
        onChange={(id) => id !== null && choose(id === NONE ? null : id)}
        renderOption={option}
        placeholder={t.defaults.choose}
        nothingFoundMessage={t.defaults.nothing}
        searchable
        allowDeselect={false}
        limit={200}
        maxDropdownHeight={320}
        disabled={disabled}
      />
      {picked && !picked.usable && picked.unusable_reason !== null ? (
        <UnusableReason tenant={tenant} reason={picked.unusable_reason} />
      ) : null}
      {byId.size === 0 ? (
        <Group gap={6}>
          <Text size="xs" c="dimmed">
            {t.defaults.noModels}
          </Text>
          <Anchor
            size="xs"
            underline="always"
            renderRoot={(props) => <Link to="/t/$tenant/models" params={{ tenant }} {...props} />}
          >
            {t.defaults.addModel}
          </Anchor>
        </Group>
      ) : null}
    </Stack>
  );
}

function storedValue({ model_id, source }: DefaultModel): string | null {
  return model_id ?? (source === 'pinned' ? NONE : null);
}

function details({ family, model, provider_name, display_name }: Model): string {
  return [`${family}/${model}`, display_name, provider_name].filter(Boolean).join(' · ');
}
