import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf, ifMatch } from '../../api/client';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { LoadError, Loading } from '../../ui/States';
import type { JsonSchema } from '../../ui/schema';
import { useEdit } from '../../ui/useEdit';
import { familiesQuery, type Provider, type Family as ProviderFamily, providersQuery } from '../providers/api';
import {
  allModelsQuery,
  type CatalogueModel,
  catalogueOfQuery,
  changedByModel,
  type Model,
  modelName,
  namesOf,
} from './api';
import { ModelFields } from './ModelFields';
import { priceMistakes } from './prices';
import { bodyOf, type ModelValues, shownValue, valuesOf } from './values';

interface EditModelProps {
  readonly tenant: string;
  readonly model: Model;
  readonly close: () => void;
}

export function EditModel({ tenant, model, close }: EditModelProps) {
  const families = useQuery(familiesQuery);
  const models = useQuery(allModelsQuery(tenant));
  const catalogue = useQuery(catalogueOfQuery(model.family));
  const providers = useQuery({ ...providersQuery(tenant), enabled: useMay(tenant)('providers:read') });
  const family = families.data?.find((one) => one.family === model.family);
  const error = families.error ?? models.error ?? providers.error;
  const retry = () => {
    void families.refetch();
    void models.refetch();
    void providers.refetch();
  };
  return (
    <Dialog side title={t.models.editTitle(modelName(model))} close={close}>
      {error ? <LoadError error={error} retry={retry} /> : null}
      {family && models.data && providers.data ? (
        <EditForm
          tenant={tenant}
          model={model}
          close={close}
          family={family}
          models={models.data}
          providers={providers.data}
          catalogue={catalogue.data ?? []}
        />
      ) : error ? null : (
        <Loading />
      )}
    </Dialog>
  );
}

interface EditFormProps extends EditModelProps {
  readonly family: ProviderFamily;
  readonly models: readonly Model[];
  readonly providers: readonly Provider[];
  readonly catalogue: readonly CatalogueModel[];
}

function EditForm({ tenant, model, close, family, models, providers, catalogue }: EditFormProps) {
  const modelNames = namesOf(models);
  const names = {
    provider: (id: string) => providers.find((one) => one.id === id)?.name ?? id,
    model: (id: string) => modelNames.get(id) ?? id,
  };
  const edit = useEdit<Model, ModelValues>({
    stored: model,
    valuesOf,
    save: (changes, version) =>
      dataOf(
        api.PATCH('/tenants/{tenant}/models/{model}', {
          params: { path: { tenant, model: model.id }, header: ifMatch(version) },
          body: bodyOf(changes),
        }),
      ),
    changes: changedByModel(tenant),
    done: close,
    show: (field, value) => shownValue(field, value, names),
  });
  return (
    <FormFrame
      {...edit}
      disabled={!edit.dirty || Object.keys(priceMistakes(edit.values.prices)).length > 0}
      close={close}
    >
      <TextInput
        label={t.models.fields.model}
        description={`${family.display_name} · ${t.modelTypes[model.model_type] ?? model.model_type}`}
        value={edit.values.model}
        maxLength={256}
        required
        error={edit.errors.model}
        onChange={(event) => edit.set('model', event.currentTarget.value)}
        data-autofocus
      />
      <ModelFields
        key={edit.seeded}
        values={edit.values}
        set={edit.set}
        errors={edit.errors}
        optionsSchema={family.options_schema as JsonSchema}
        providers={providers.filter((one) => one.family === model.family)}
        candidates={models.filter((one) => one.model_type === model.model_type && one.id !== model.id)}
        names={modelNames}
        known={catalogue.find(({ name }) => name === edit.values.model)}
      />
    </FormFrame>
  );
}
