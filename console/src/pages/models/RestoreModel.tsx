import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { LoadError, Loading } from '../../ui/States';
import { useDelete } from '../../ui/useDelete';
import { type Provider, providersQuery } from '../providers/api';
import { changedByModel, type Model, modelName } from './api';

const UNBOUND = 'unbound';

interface RestoreModelProps {
  readonly tenant: string;
  readonly model: Model;
  readonly close: () => void;
}

/** Brings a deleted model back, to its provider where that is still there, or to another one. */
export function RestoreModel({ tenant, model, close }: RestoreModelProps) {
  const providers = useQuery(providersQuery(tenant));
  return (
    <Dialog title={t.models.restoreTitle(modelName(model))} close={close}>
      {providers.error ? <LoadError error={providers.error} retry={() => void providers.refetch()} /> : null}
      {providers.data ? (
        <RestoreForm
          tenant={tenant}
          model={model}
          close={close}
          providers={providers.data.filter(({ family }) => family === model.family)}
        />
      ) : providers.isPending ? (
        <Loading rows={2} />
      ) : null}
    </Dialog>
  );
}

function RestoreForm({ tenant, model, close, providers }: RestoreModelProps & { providers: readonly Provider[] }) {
  const before = model.provider_id ?? UNBOUND;
  const gone = model.provider_id !== null && !providers.some(({ id }) => id === model.provider_id);
  const [picked, setPicked] = useState<string>();
  const chosen = picked ?? (gone ? null : before); // whether it is gone may be learnt after the dialog opened
  const restoring = useDelete({
    version: model.version,
    remove: (version) =>
      dataOf(
        api.POST('/tenants/{tenant}/models/{model}/restore', {
          params: { path: { tenant, model: model.id }, header: ifMatch(version) },
          body: chosen === before ? {} : { provider_id: chosen === UNBOUND ? null : chosen },
        }),
      ),
    changes: changedByModel(tenant),
    done: close,
    says: t.models.restored(modelName(model)),
  });
  return (
    <FormFrame
      submit={restoring.remove}
      busy={restoring.busy}
      error={restoring.error}
      close={close}
      action={t.common.restore}
      disabled={chosen === null}
    >
      <Text size="sm">{t.models.restoreHint}</Text>
      <Select
        label={t.models.fields.provider}
        description={gone ? t.models.boundGone : undefined}
        data={[
          ...providers.map(({ id, name }) => ({ value: id, label: name })),
          { value: UNBOUND, label: t.models.unbound },
        ]}
        value={chosen}
        onChange={(id) => id !== null && setPicked(id)}
        placeholder={t.models.provider}
        allowDeselect={false}
      />
    </FormFrame>
  );
}
