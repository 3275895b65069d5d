import { Select, Stack } from '@mantine/core';
import { t } from '../../texts';
import type { Names } from '../../ui/useNames';
import type { Budget } from './api';

type Scope = Budget['scope'];

export interface ScopeValue {
  readonly scope: Scope;
  readonly scope_id: string | null;
}

interface ScopeFieldsProps {
  readonly scopes: readonly Scope[];
  readonly names: Names;
  readonly value: ScopeValue;
  readonly onChange: (value: ScopeValue) => void;
  readonly error?: string;
}

/** The whole tenant, or one key, member or model of it. */
export function ScopeFields({ scopes, names, value, onChange, error }: ScopeFieldsProps) {
  return (
    <Stack gap="sm">
      <Select
        label={t.budgets.scope}
        data={scopes.map((scope) => ({ value: scope, label: t.budgets.scopes[scope] }))}
        value={value.scope}
        allowDeselect={false}
        error={value.scope === 'tenant' ? error : undefined}
        onChange={(scope) => onChange({ scope: scope as Scope, scope_id: null })}
      />
      {value.scope === 'tenant' ? null : (
        <Select
          label={t.budgets.which}
          data={names.choices(value.scope)}
          value={value.scope_id}
          searchable
          required
          error={error}
          nothingFoundMessage={t.common.none}
          onChange={(scope_id) => onChange({ ...value, scope_id })}
        />
      )}
    </Stack>
  );
}

export function isWhole({ scope, scope_id }: ScopeValue): boolean {
  return scope === 'tenant' || scope_id !== null;
}
