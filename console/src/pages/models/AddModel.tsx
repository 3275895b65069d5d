import { Autocomplete, Group, Select, Stack, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import { Problem } from '../../api/problem';
import { newRequestKey } from '../../api/requestKey';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { LoadError, Loading } from '../../ui/States';
import type { JsonSchema } from '../../ui/schema';
import { useSave } from '../../ui/useSave';
import { familiesQuery, providersQuery } from '../providers/api';
import {
  allModelsQuery,
  catalogueOfQuery,
  changedByModel,
  type Family,
  type ModelType,
  modelName,
  namesOf,
} from './api';
import { ModelFields } from './ModelFields';
import { priceMistakes } from './prices';
import { TypeSelect } from './TypeSelect';
import { bodyOf, type ModelValues, NEW_VALUES } from './values';

/** What a new model begins with, where it was chosen from the catalogue. */
export interface Beginning {
  readonly family: Family;
  readonly model: string;
  readonly modelType: ModelType;
}

interface AddModelProps {
  readonly tenant: string;
  readonly beginning?: Beginning;
  readonly close: () => void;
}

export function AddModel({ tenant, beginning, close }: AddModelProps) {
  const [requestKey] = useState(newRequestKey);
  const [family, setFamily] = useState<Family>(beginning?.family ?? 'openai');
  const [modelType, setModelType] = useState<ModelType>(beginning?.modelType ?? 'llm');
  const [values, setValues] = useState<ModelValues>({ ...NEW_VALUES, model: beginning?.model ?? '' });
  const [enabled, setEnabled] = useState(true);
  const [makeDefault, setMakeDefault] = useState(false);
  const families = useQuery(familiesQuery);
  const models = useQuery(allModelsQuery(tenant));
  const providers = useQuery({ ...providersQuery(tenant), enabled: useMay(tenant)('providers:read') });
  const catalogue = useQuery(catalogueOfQuery(family));
  const known = catalogue.data?.find(({ name }) => name === values.model);
  const create = useSave({
    save: () =>
      dataOf(
        api.POST('/tenants/{tenant}/models', {
          params: { path: { tenant }, header: { 'Idempotency-Key': requestKey } },
          body: {
            ...bodyOf(values),
            model: values.model.trim(),
            family,
            model_type: modelType,
            enabled,
            make_default: makeDefault && enabled,
          },
        }),
      ),
    changes: changedByModel(tenant),
    says: (model) => t.models.added(modelName(model)),
    done: close,
  });
  const errors = create.error instanceof Problem ? create.error.byField() : {};
  const chooseModel = (name: string) => {
    setValues((before) => ({ ...before, model: name }));
    const type = catalogue.data?.find((one) => one.name === name)?.model_type;
    if (type !== undefined && type !== modelType) {
      chooseType(type);
    }
  };
  const chooseType = (type: ModelType) => {
    setModelType(type);
    setValues((before) => ({ ...before, fallbacks: [] }));
  };
  const chooseFamily = (next: Family) => {
    setFamily(next);
    setValues((before) => ({ ...before, provider_id: null, options: {} }));
  };
  const definition = families.data?.find((one) => one.family === family);
  const failed = families.error ?? models.error;
  const retry = () => {
    void families.refetch();
    void models.refetch();
  };
  return (
    <Dialog side title={t.models.addTitle} close={close}>
      {failed ? <LoadError error={failed} retry={retry} /> : null}
      {definition === undefined || models.data === undefined ? (
        failed ? null : (
          <Loading />
        )
      ) : (
        <FormFrame
          submit={() => create.mutate(undefined)}
          busy={create.isPending}
          error={create.error}
          close={close}
          action={t.common.add}
          disabled={values.model.trim() === '' || Object.keys(priceMistakes(values.prices)).length > 0}
        >
          <Select
            label={t.models.fields.family}
            data={(families.data ?? []).map((one) => ({ value: one.family, label: one.display_name }))}
            value={family}
            searchable
            allowDeselect={false}
            error={errors.family}
            onChange={(name) => name !== null && chooseFamily(name as Family)}
          />
          <Autocomplete
            label={t.models.fields.model}
            description={t.models.fields.modelHint}
            data={(catalogue.data ?? []).map(({ name }) => name)}
            value={values.model}
            maxLength={256}
            limit={100}
            openOnFocus={false}
            required
            error={errors.model}
            onChange={chooseModel}
            data-autofocus
          />
          <TypeSelect value={modelType} onChange={chooseType} error={errors.model_type} />
          <ModelFields
            key={`${family} ${modelType}`}
            values={values}
            set={(field, value) => setValues((before) => ({ ...before, [field]: value }))}
            errors={errors}
            optionsSchema={definition.options_schema as JsonSchema}
            providers={(providers.data ?? []).filter((one) => one.family === family)}
            candidates={models.data.filter((one) => one.model_type === modelType)}
            names={namesOf(models.data)}
            known={known}
          />
          <Stack gap="xs">
            <Group>
              <Switch
                label={t.models.fields.enabled}
                checked={enabled}
                onChange={(event) => setEnabled(event.currentTarget.checked)}
              />
              <Switch
                label={t.models.fields.makeDefault}
                checked={makeDefault && enabled}
                disabled={!enabled}
                onChange={(event) => setMakeDefault(event.currentTarget.checked)}
              />
            </Group>
          </Stack>
        </FormFrame>
      )}
    </Dialog>
  );
}
