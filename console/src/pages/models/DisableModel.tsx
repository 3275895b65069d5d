import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf, ifMatch, type Schemas } from '../../api/client';
import { t } from '../../texts';
import { ConsequenceList } from '../../ui/DeleteDialog';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useDelete } from '../../ui/useDelete';
import { useNames } from '../../ui/useNames';
import { changedByModel, type Model, modelName } from './api';

/** Disables a model, and then tells what else that brought about. */
export function DisableModel({ tenant, model, close }: { tenant: string; model: Model; close: () => void }) {
  const [brought, setBrought] = useState<Schemas['Consequences']>();
  const names = useNames(tenant, ['model']);
  const name = modelName(model);
  const disable = useDelete({
    version: model.version,
    remove: async (version) => {
      const { consequences } = await dataOf(
        api.PATCH('/tenants/{tenant}/models/{model}', {
          params: { path: { tenant, model: model.id }, header: ifMatch(version) },
          body: { enabled: false },
        }),
      );
      setBrought(consequences);
    },
    changes: changedByModel(tenant),
    done: () => undefined,
    says: t.models.disabledNow(name),
  });
  return (
    <Dialog title={t.models.disableTitle(name)} close={close}>
      {brought === undefined ? (
        <FormFrame
          submit={disable.remove}
          busy={disable.busy}
          error={disable.error}
          close={close}
          action={t.models.disable}
          danger
        >
          <Text size="sm">{model.is_default ? t.models.disableDefaultHint : t.models.disableHint}</Text>
        </FormFrame>
      ) : (
        <Stack gap="md">
          <Text size="sm">{t.models.disabledNow(name)}</Text>
          <ConsequenceList changes={brought} modelNames={(id) => names.of('model', id)} />
          <Group justify="flex-end">
            <Button onClick={close}>{t.common.close}</Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
