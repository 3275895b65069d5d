import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { formatTime } from '../../ui/format';
import { type Column, ListTable } from '../../ui/ListTable';
import { EmptyState } from '../../ui/States';
import { type Model, modelName } from './api';
import { ModelCell, ProviderCell } from './ModelCells';
import { RestoreModel } from './RestoreModel';
import { TypeName } from './TypeName';
import { NO_FILTER, useModelList } from './useModelList';

/** The tombstones of a tenant's models, with the way back. */
export function DeletedModels({ tenant }: { tenant: string }) {
  const may = useMay(tenant);
  const list = useModelList(tenant, NO_FILTER, true);
  const [restoring, setRestoring] = useState<Model>();
  const columns: readonly Column<Model>[] = [
    { title: t.models.fields.model, cell: (model) => <ModelCell tenant={tenant} model={model} /> },
    { title: t.models.type, cell: ({ model_type }) => <TypeName type={model_type} />, from: 'sm' },
    { title: t.models.provider, cell: (model) => <ProviderCell model={model} />, from: 'md' },
    { title: t.models.deletedAt, cell: ({ deleted_at }) => formatTime(deleted_at), from: 'sm' },
  ];
  return (
    <>
      <ListTable
        label={t.models.tabs.deleted}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.models.noneDeleted} hint={t.models.noneDeletedHint} />}
        actions={
          may('models:change')
            ? (model) => (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t.models.restoreTitle(modelName(model))}
                  onClick={() => setRestoring(model)}
                >
                  {t.common.restore}
                </Button>
              )
            : undefined
        }
      />
      {restoring ? (
        <RestoreModel key={restoring.id} tenant={tenant} model={restoring} close={() => setRestoring(undefined)} />
      ) : null}
    </>
  );
}
