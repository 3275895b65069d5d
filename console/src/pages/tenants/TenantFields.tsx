import { MultiSelect, TextInput } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { useFamilies } from '../../api/families';
import { t } from '../../texts';

export interface TenantValues {
  readonly name: string;
  readonly slug: string;
  readonly deployment_key_families: Schemas['Tenant']['deployment_key_families'];
}

interface TenantFieldsProps {
  readonly values: TenantValues;
  readonly set: <Field extends keyof TenantValues>(field: Field, value: TenantValues[Field]) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly slugHint: string;
}

export function TenantFields({ values, set, errors, slugHint }: TenantFieldsProps) {
  const families = useFamilies();
  return (
    <>
      <TextInput
        label={t.common.name}
        description={t.tenants.nameHint}
        value={values.name}
        onChange={(event) => set('name', event.currentTarget.value)}
        error={errors.name}
        maxLength={200}
        required
        data-autofocus
      />
      <TextInput
        label={t.tenants.slug}
        description={slugHint}
        value={values.slug}
        onChange={(event) => set('slug', event.currentTarget.value)}
        error={errors.slug}
        maxLength={63}
        required
        autoCapitalize="none"
        spellCheck={false}
      />
      <MultiSelect
        label={t.tenants.families}
        description={t.tenants.familiesHint}
        data={families.map(({ family, display_name, deployment_key }) => ({
          value: family,
          label: deployment_key ? t.tenants.familyWithKey(display_name) : t.tenants.familyWithoutKey(display_name),
        }))}
        value={[...values.deployment_key_families]}
        onChange={(chosen) => set('deployment_key_families', chosen as TenantValues['deployment_key_families'])}
        error={errors.deployment_key_families}
        searchable
        clearable
      />
    </>
  );
}
