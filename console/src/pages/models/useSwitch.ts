import { notifications } from '@mantine/notifications';
import { api, dataOf, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { useSave } from '../../ui/useSave';
import { changedByModel, type Model, modelName } from './api';

type Switch = { readonly enabled: true } | { readonly make_default: true };

/** Enables a model or makes it the default, at once; a refusal is said. */
export function useSwitch(tenant: string): (model: Model, body: Switch) => void {
  const save = useSave({
    save: ({ model, body }: { model: Model; body: Switch }) =>
      dataOf(
        api.PATCH('/tenants/{tenant}/models/{model}', {
          params: { path: { tenant, model: model.id }, header: ifMatch(model.version) },
          body,
        }),
      ),
    changes: changedByModel(tenant),
    says: (model, { body }) =>
      'enabled' in body ? t.models.enabled(modelName(model)) : t.models.madeDefault(modelName(model)),
  });
  return (model, body) =>
    save.mutate(
      { model, body },
      { onError: (error) => notifications.show({ message: error.message, color: 'red', autoClose: 10_000 }) },
    );
}
