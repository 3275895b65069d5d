import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf, type Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { newRequestKey } from '../../api/requestKey';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useSave } from '../../ui/useSave';
import { slugOf } from './slug';
import { TenantFields, type TenantValues } from './TenantFields';

/** Makes a tenant, then says where its set-up goes on. */
export function CreateTenant({ close }: { close: () => void }) {
  const [requestKey] = useState(newRequestKey);
  const [values, setValues] = useState<TenantValues>({ name: '', slug: '', deployment_key_families: [] });
  const [slugTyped, setSlugTyped] = useState(false);
  const [made, setMade] = useState<Schemas['Tenant']>();
  const create = useSave({
    save: (tenant: TenantValues) =>
      dataOf(
        api.POST('/tenants', {
          params: { header: { 'Idempotency-Key': requestKey } },
          body: { ...tenant, deployment_key_families: [...tenant.deployment_key_families] },
        }),
      ),
    changes: [['tenants'], ['me']],
    done: setMade,
    says: false,
  });
  if (made !== undefined) {
    return <Created tenant={made} close={close} />;
  }
  return (
    <Dialog title={t.tenants.create} close={close}>
      <FormFrame
        submit={() => create.mutate(values)}
        busy={create.isPending}
        error={create.error}
        close={close}
        action={t.common.create}
      >
        <TenantFields
          values={values}
          set={(field, value) => {
            setSlugTyped((typed) => typed || field === 'slug');
            setValues((before) => ({
              ...before,
              [field]: value,
              ...(field === 'name' && !slugTyped ? { slug: slugOf(String(value)) } : {}),
            }));
          }}
          errors={create.error instanceof Problem ? create.error.byField() : {}}
          slugHint={t.tenants.slugHint}
        />
      </FormFrame>
    </Dialog>
  );
}

function Created({ tenant, close }: { tenant: Schemas['Tenant']; close: () => void }) {
  const params = { tenant: tenant.slug };
  return (
    <Dialog title={t.tenants.createdTitle(tenant.name)} close={close}>
      <Stack gap="md">
        <Text size="sm" role="status">
          {t.tenants.createdHint}
        </Text>
        <Group gap="xs" justify="flex-end">
          <Button variant="default" onClick={close}>
            {t.tenants.later}
          </Button>
          <Button variant="default" renderRoot={(props) => <Link to="/t/$tenant" params={params} {...props} />}>
            {t.tenants.goOn}
          </Button>
          <Button
            data-autofocus
            renderRoot={(props) => (
              <Link to="/t/$tenant/members" params={params} search={{ invite: true }} {...props} />
            )}
          >
            {t.tenants.invite}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
