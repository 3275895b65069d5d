import { Button } from '@mantine/core';
import { IconPencil, IconPower, IconStar, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { type Column, ListTable } from '../../ui/ListTable';
import { RowMenu } from '../../ui/RowMenu';
import { EmptyState } from '../../ui/States';
import { type Model, modelName } from './api';
import { DeleteModel } from './DeleteModel';
import { DisableModel } from './DisableModel';
import { EditModel } from './EditModel';
import { FamilyFilter, ProviderFilter, TypeFilter } from './filters';
import { ModelCell, PriceCell, ProviderCell } from './ModelCells';
import { TypeName } from './TypeName';
import { NO_FILTER, useModelList } from './useModelList';
import { useSwitch } from './useSwitch';

interface Opened {
  readonly what: 'edit' | 'disable' | 'delete';
  readonly model: Model;
}

/** The model configs of a tenant. */
export function ModelList({ tenant }: { tenant: string }) {
  const may = useMay(tenant);
  const [filter, setFilter] = useState(NO_FILTER);
  const [opened, setOpened] = useState<Opened>();
  const list = useModelList(tenant, filter, false);
  const change = useSwitch(tenant);
  const filtered = Object.values(filter).some((value) => value !== null);
  const close = () => setOpened(undefined);
  const columns: readonly Column<Model>[] = [
    { title: t.models.fields.model, cell: (model) => <ModelCell tenant={tenant} model={model} /> },
    { title: t.models.type, cell: ({ model_type }) => <TypeName type={model_type} />, from: 'sm' },
    { title: t.models.provider, cell: (model) => <ProviderCell model={model} />, from: 'md' },
    { title: t.models.price, cell: (model) => <PriceCell model={model} />, from: 'md', align: 'right' },
  ];
  return (
    <>
      <ListTable
        label={t.models.title}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        filters={
          <>
            <TypeFilter value={filter.model_type} onChange={(model_type) => setFilter({ ...filter, model_type })} />
            <FamilyFilter value={filter.family} onChange={(family) => setFilter({ ...filter, family })} />
            {may('providers:read') ? (
              <ProviderFilter
                tenant={tenant}
                value={filter.provider_id}
                onChange={(provider_id) => setFilter({ ...filter, provider_id })}
              />
            ) : null}
          </>
        }
        empty={
          filtered ? (
            <EmptyState
              title={t.models.noneFound}
              hint={t.models.noneFoundHint}
              action={
                <Button variant="default" onClick={() => setFilter(NO_FILTER)}>
                  {t.models.clearFilters}
                </Button>
              }
            />
          ) : (
            <EmptyState
              title={t.models.none}
              hint={may('models:change') ? t.models.noneHint : t.models.noneReadOnlyHint}
            />
          )
        }
        actions={
          may('models:change')
            ? (model) => (
                <RowMenu
                  name={modelName(model)}
                  actions={[
                    { label: t.common.edit, icon: IconPencil, run: () => setOpened({ what: 'edit', model }) },
                    model.enabled &&
                      !model.is_default && {
                        label: t.models.makeDefault,
                        icon: IconStar,
                        run: () => change(model, { make_default: true }),
                      },
                    model.enabled
                      ? { label: t.models.disable, icon: IconPower, run: () => setOpened({ what: 'disable', model }) }
                      : { label: t.models.enable, icon: IconPower, run: () => change(model, { enabled: true }) },
                    {
                      label: t.common.delete,
                      icon: IconTrash,
                      run: () => setOpened({ what: 'delete', model }),
                      danger: true,
                    },
                  ]}
                />
              )
            : undefined
        }
      />
      {opened?.what === 'edit' ? <EditModel tenant={tenant} model={opened.model} close={close} /> : null}
      {opened?.what === 'disable' ? <DisableModel tenant={tenant} model={opened.model} close={close} /> : null}
      {opened?.what === 'delete' ? <DeleteModel tenant={tenant} model={opened.model} close={close} /> : null}
    </>
  );
}
