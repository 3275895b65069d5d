import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { api, dataOf } from '../../api/client';
import { t } from '../../texts';
import { formatCount } from '../../ui/format';
import { type Column, ListTable } from '../../ui/ListTable';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import type { CatalogueModel, Family, ModelType } from '../models/api';
import { FamilyFilter, TypeFilter } from '../models/filters';
import { TypeName } from '../models/TypeName';

interface CatalogueListProps {
  readonly actions: ((model: CatalogueModel) => ReactNode) | undefined;
  /** Whose words they are; for operators. */
  readonly sources?: boolean;
}

/** The catalogue, searched and filtered by the server. */
export function CatalogueList({ actions, sources = false }: CatalogueListProps) {
  const [type, setType] = useState<ModelType | null>(null);
  const [family, setFamily] = useState<Family | null>(null);
  const list = useList<CatalogueModel>(['catalogue', type, family], (cursor, q) =>
    dataOf(
      api.GET('/catalogue/models', {
        params: { query: { cursor, q, model_type: type ?? undefined, family: family ?? undefined } },
      }),
    ),
  );
  const filtered = type !== null || family !== null;
  const columns: readonly Column<CatalogueModel>[] = [
    { title: t.catalogue.model, cell: (model) => <NameCell model={model} sources={sources} /> },
    { title: t.catalogue.type, cell: ({ model_type }) => <TypeName type={model_type} />, from: 'sm' },
    {
      title: t.catalogue.context,
      cell: ({ context_window }) => (
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {formatCount(context_window)}
        </Text>
      ),
      from: 'md',
      align: 'right',
    },
    {
      title: t.catalogue.price,
      cell: (model) => <PriceCell model={model} sources={sources} />,
      from: 'sm',
      align: 'right',
    },
    { title: t.catalogue.capabilities, cell: (model) => <Capabilities model={model} />, from: 'lg' },
  ];
  return (
    <ListTable
      label={t.catalogue.title}
      list={list}
      columns={columns}
      rowKey={(model) => `${model.family}/${model.name}`}
      actions={actions}
      filters={
        <>
          <TypeFilter value={type} onChange={setType} />
          <FamilyFilter value={family} onChange={setFamily} />
        </>
      }
      empty={
        filtered ? (
          <EmptyState
            title={t.models.noneFound}
            hint={t.models.noneFoundHint}
            action={
              <Button
                variant="default"
                onClick={() => {
                  setType(null);
                  setFamily(null);
                }}
              >
                {t.models.clearFilters}
              </Button>
            }
          />
        ) : (
          <EmptyState title={t.catalogue.none} hint={t.catalogue.noneHint} />
        )
      }
    />
  );
}

interface CellProps {
  readonly model: CatalogueModel;
  readonly sources: boolean;
}

function NameCell({ model, sources }: CellProps) {
  return (
    <Stack gap={4} align="flex-start">
      <div>
        <Text size="sm" fw={600}>
          {`${model.family}/${model.name}`}
        </Text>
        {model.display_name === null ? null : (
          <Text size="xs" c="dimmed">
            {model.display_name}
          </Text>
        )}
      </div>
      <Group gap={4}>
        <Badge size="sm" tt="none" variant="light" color="gray" hiddenFrom="sm">
          {t.modelTypes[model.model_type] ?? model.model_type}
        </Badge>
        {sources ? (
          <Badge size="sm" tt="none" variant="light" color={model.source === 'operator' ? 'sea' : 'gray'}>
            {t.catalogue.sources[model.source]}
          </Badge>
        ) : null}
      </Group>
    </Stack>
  );
}

function PriceCell({ model, sources }: CellProps) {
  return (
    <div>
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {model.prices == null ? t.models.noPrice : t.models.pricePair(model.prices.input, model.prices.output)}
      </Text>
      {sources && model.prices_source !== 'none' ? (
        <Text size="xs" c="dimmed">
          {[
            t.catalogue.pricesSource[model.prices_source],
            model.price_version === null ? null : t.catalogue.version(model.price_version),
          ]
            .filter(Boolean)
            .join(', ')}
        </Text>
      ) : null}
    </div>
  );
}

function Capabilities({ model }: { model: CatalogueModel }) {
  return (
    <Text size="xs" c="dimmed">
      {(model.capabilities ?? []).map((one) => t.catalogue.capabilityNames[one]).join(', ')}
    </Text>
  );
}
