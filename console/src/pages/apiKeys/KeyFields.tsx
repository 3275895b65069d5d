import { TagsInput, Text, TextInput } from '@mantine/core';
import type { Role } from '../../session/roles';
import { t } from '../../texts';
import { RoleSelect } from '../members/RoleSelect';
import { ExpiryField } from './ExpiryField';
import { useKeySettings, useModelNames } from './keyApi';

export interface KeyValues {
  readonly name: string;
  readonly role: Role;
  readonly allowed_models: string[];
  readonly expires_at: string | null;
}

interface KeyFieldsProps {
  readonly tenant: string;
  readonly values: KeyValues;
  readonly set: <Field extends keyof KeyValues>(field: Field, value: KeyValues[Field]) => void;
  readonly errors: Readonly<Record<string, string>>;
  /** Its role and its end are the console's to say. */
  readonly playground?: boolean;
}

export function KeyFields({ tenant, values, set, errors, playground = false }: KeyFieldsProps) {
  const models = useModelNames(tenant);
  const { maxDays } = useKeySettings(tenant);
  return (
    <>
      <TextInput
        label={t.apiKeys.name}
        description={t.apiKeys.nameHint}
        value={values.name}
        onChange={(event) => set('name', event.currentTarget.value)}
        error={errors.name}
        required
        maxLength={200}
        autoComplete="off"
        data-autofocus
      />
      {playground ? (
        <Text size="sm" c="dimmed">
          {t.apiKeys.playgroundHint}
        </Text>
      ) : (
        <RoleSelect
          tenant={tenant}
          value={values.role}
          onChange={(role) => set('role', role)}
          error={errors.role}
          description={t.apiKeys.roleHint}
        />
      )}
      <TagsInput
        label={t.apiKeys.models}
        description={t.apiKeys.modelsHint}
        data={[...models]}
        value={values.allowed_models}
        onChange={(allowed) => set('allowed_models', allowed)}
        error={Object.entries(errors).find(([path]) => path.startsWith('allowed_models'))?.[1]}
        clearable
        maxTags={1000}
      />
      {playground ? null : (
        <ExpiryField
          description={maxDays === null ? t.apiKeys.expiresHint : t.apiKeys.expiresMost(maxDays)}
          value={values.expires_at}
          onChange={(time) => set('expires_at', time)}
          error={errors.expires_at}
        />
      )}
    </>
  );
}
