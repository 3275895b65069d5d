import { Badge, Checkbox, Group, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../texts';
import { NothingFound } from '../../ui/ListStates';
import { SearchInput } from '../../ui/SearchInput';
import { type ModelType, matching, type Offered, typeOf } from './importing';

interface ImportChoiceProps {
  readonly title: string;
  readonly models: readonly Offered[];
  /** Those that were added just now. */
  readonly known: ReadonlySet<string>;
  readonly ticked: ReadonlySet<string>;
  readonly tick: (models: readonly string[], on: boolean) => void;
  readonly types: Readonly<Record<string, ModelType>>;
  readonly setType: (model: string, type: ModelType) => void;
}

const TYPES = Object.entries(t.modelTypes).map(([value, label]) => ({ value, label }));

/** The models to tick, with a type to choose where nobody knows it. */
export function ImportChoice({ title, models, known, ticked, tick, types, setType }: ImportChoiceProps) {
  const [search, setSearch] = useState('');
  const shown = matching(models, search);
  const addable = shown.filter(({ model }) => !known.has(model)).map(({ model }) => model);
  const all = addable.length > 0 && addable.every((model) => ticked.has(model));
  return (
    <Stack gap="sm">
      <SearchInput label={title} value={search} onChange={setSearch} />
      <Checkbox
        label={t.providers.selectAll}
        checked={all}
        indeterminate={!all && addable.some((model) => ticked.has(model))}
        disabled={addable.length === 0}
        onChange={(event) => tick(addable, event.currentTarget.checked)}
      />
      <Stack gap={6} mah={340} style={{ overflowY: 'auto' }} tabIndex={0} role="group" aria-label={title}>
        {shown.length === 0 ? <NothingFound text={search} /> : null}
        {shown.map((model) => (
          <Group key={model.model} justify="space-between" wrap="nowrap" gap="sm">
            <Checkbox
              label={model.model}
              description={model.display_name}
              checked={ticked.has(model.model)}
              disabled={known.has(model.model)}
              onChange={(event) => tick([model.model], event.currentTarget.checked)}
              styles={{ label: { overflowWrap: 'anywhere' } }}
            />
            {known.has(model.model) ? (
              <Badge variant="light" color="gray">
                {t.providers.alreadyThere}
              </Badge>
            ) : (
              <Select
                aria-label={t.providers.modelType(model.model)}
                placeholder={t.providers.chooseType}
                size="xs"
                w={150}
                data={TYPES}
                value={typeOf(model, types)}
                error={ticked.has(model.model) && typeOf(model, types) === null}
                onChange={(type) => type && setType(model.model, type as ModelType)}
              />
            )}
          </Group>
        ))}
      </Stack>
    </Stack>
  );
}
