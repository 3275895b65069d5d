import { PasswordInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf, ifMatch, type Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { newRequestKey } from '../../api/requestKey';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useEdit } from '../../ui/useEdit';
import { useSave } from '../../ui/useSave';

export type User = Schemas['User'];

interface Values {
  readonly display_name: string;
  readonly email: string;
  readonly password: string;
  readonly operator: boolean;
  readonly disabled: boolean;
}

interface UserFieldsProps {
  readonly values: Values;
  readonly set: <Field extends keyof Values>(field: Field, value: Values[Field]) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly isNew?: boolean;
}

function UserFields({ values, set, errors, isNew = false }: UserFieldsProps) {
  return (
    <>
      <TextInput
        label={t.users.name}
        value={values.display_name}
        onChange={(event) => set('display_name', event.currentTarget.value)}
        error={errors.display_name}
        required
        maxLength={200}
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        label={t.users.email}
        type="email"
        value={values.email}
        onChange={(event) => set('email', event.currentTarget.value)}
        error={errors.email}
        required={isNew}
        maxLength={254}
        autoComplete="off"
      />
      <PasswordInput
        label={isNew ? t.users.newPassword : t.users.changedPassword}
        description={isNew ? t.users.newPasswordHint : t.users.changedPasswordHint}
        value={values.password}
        onChange={(event) => set('password', event.currentTarget.value)}
        error={errors.password}
        minLength={12}
        autoComplete="new-password"
      />
      <Switch
        label={t.users.operatorLabel}
        description={t.users.operatorHint}
        checked={values.operator}
        onChange={(event) => set('operator', event.currentTarget.checked)}
      />
      {isNew ? null : (
        <Switch
          label={t.users.disabledLabel}
          description={t.users.disabledHint}
          checked={values.disabled}
          onChange={(event) => set('disabled', event.currentTarget.checked)}
        />
      )}
    </>
  );
}

const CHANGES = [['users'], ['members'], ['me']];

export function CreateUser({ close }: { close: () => void }) {
  const [requestKey] = useState(newRequestKey);
  const [values, setValues] = useState<Values>({
    display_name: '',
    email: '',
    password: '',
    operator: false,
    disabled: false,
  });
  const create = useSave({
    save: () => {
      const { disabled: _, password, ...user } = values;
      return dataOf(
        api.POST('/users', {
          params: { header: { 'Idempotency-Key': requestKey } },
          body: { ...user, ...(password === '' ? {} : { password }) },
        }),
      );
    },
    changes: CHANGES,
    done: close,
  });
  return (
    <Dialog title={t.users.create} close={close}>
      <FormFrame
        submit={() => create.mutate(undefined)}
        busy={create.isPending}
        error={create.error}
        close={close}
        action={t.common.create}
      >
        <UserFields
          values={values}
          set={(field, value) => setValues((before) => ({ ...before, [field]: value }))}
          errors={create.error instanceof Problem ? create.error.byField() : {}}
          isNew
        />
      </FormFrame>
    </Dialog>
  );
}

const LABELS: Readonly<Record<keyof Values, string>> = {
  display_name: t.users.name,
  email: t.users.email,
  password: t.users.changedPassword,
  operator: t.users.operatorLabel,
  disabled: t.users.disabledLabel,
};

function shown(field: keyof Values, value: Values[keyof Values]): string {
  if (typeof value === 'boolean') {
    return value ? t.common.yes : t.common.no;
  }
  return field === 'password' ? (value === '' ? t.users.kept : t.users.given) : value || t.conflict.unset;
}

export function EditUser({ user, close }: { user: User; close: () => void }) {
  const edit = useEdit<User, Values>({
    stored: user,
    valuesOf: ({ display_name, email, operator, disabled }) => ({
      display_name,
      email: email ?? '',
      password: '',
      operator,
      disabled,
    }),
    save: (body, version) =>
      dataOf(api.PATCH('/users/{user}', { params: { path: { user: user.id }, header: ifMatch(version) }, body })),
    changes: CHANGES,
    done: close,
    show: (field, value) => ({ label: LABELS[field], text: shown(field, value) }),
  });
  return (
    <Dialog title={t.users.editTitle(user.display_name)} close={close}>
      <FormFrame {...edit} disabled={!edit.dirty} close={close}>
        <UserFields {...edit} />
      </FormFrame>
    </Dialog>
  );
}
