import { api, dataOf, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { useDelete } from '../../ui/useDelete';
import { useNames } from '../../ui/useNames';
import { changedByModel, type Model, modelName } from './api';

export function DeleteModel({ tenant, model, close }: { tenant: string; model: Model; close: () => void }) {
  const names = useNames(tenant, ['model']);
  const name = modelName(model);
  const path = { tenant, model: model.id };
  const deletion = useDelete({
    version: model.version,
    remove: (version) =>
      dataOf(api.DELETE('/tenants/{tenant}/models/{model}', { params: { path, header: ifMatch(version) } })),
    changes: changedByModel(tenant),
    done: close,
    says: t.models.deleted(name),
  });
  return (
    <DeleteDialog
      title={t.models.deleteTitle(name)}
      name={name}
      explanation={t.models.deleteHint}
      preview={async () => {
        const changes = await dataOf(
          api.DELETE('/tenants/{tenant}/models/{model}', { params: { path, query: { dry_run: true } } }),
        );
        return { ...changes, model_configs: changes.model_configs.filter(({ id }) => id !== model.id) };
      }}
      modelNames={(id) => names.of('model', id)}
      {...deletion}
      close={close}
    />
  );
}
