import { Button, Group, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../texts';
import type { Kind } from '../../ui/useNames';
import type { CallFilter, Outcome, Span } from './api';
import { saveCsv } from './csv';

/** What there is of a kind to choose from, by name. */
export type Choices = (kind: Kind) => readonly { readonly value: string; readonly label: string }[];

interface CallFiltersProps {
  readonly tenant: string;
  readonly span: Span;
  readonly filter: CallFilter;
  readonly setFilter: (filter: CallFilter) => void;
  readonly choices: Choices;
}

const KINDS = ['model', 'key', 'member', 'provider'] as const;

/** Narrows the calls to those of a model, key, member or provider, or with an outcome; and saves them. */
export function CallFilters({ tenant, span, filter, setFilter, choices }: CallFiltersProps) {
  const words = t.usage;
  const [saving, setSaving] = useState(false);
  const save = () => {
    setSaving(true);
    void saveCsv(tenant, span, filter).finally(() => setSaving(false));
  };
  const select = { placeholder: words.any, clearable: true, w: { base: '100%', xs: 190 } } as const;
  const offered = (kind: Kind) => {
    const chosen = filter[kind];
    const all = choices(kind);
    return chosen === undefined || all.some(({ value }) => value === chosen)
      ? all
      : [...all, { value: chosen, label: chosen }]; // a link may ask for what has no name any more
  };
  return (
    <Group gap="sm" align="flex-end" w="100%">
      {KINDS.map((kind) => ({ kind, all: offered(kind) }))
        .filter(({ all }) => all.length > 0)
        .map(({ kind, all }) => (
          <Select
            key={kind}
            {...select}
            label={words.groups[kind]}
            searchable
            nothingFoundMessage={t.common.none}
            data={[...all].sort((one, other) => one.label.localeCompare(other.label))}
            value={filter[kind] ?? null}
            onChange={(id) => setFilter({ ...filter, [kind]: id ?? undefined })}
          />
        ))}
      <Select
        {...select}
        label={words.outcome}
        data={Object.entries(words.outcomes).map(([value, label]) => ({ value, label }))}
        value={filter.outcome ?? null}
        onChange={(chosen) => setFilter({ ...filter, outcome: (chosen as Outcome | null) ?? undefined })}
      />
      {Object.values(filter).some((value) => value !== undefined) ? (
        <Button variant="subtle" onClick={() => setFilter({})}>
          {words.clear}
        </Button>
      ) : null}
      <Button
        ml="auto"
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={saving}
        onClick={save}
      >
        {words.export}
      </Button>
    </Group>
  );
}
