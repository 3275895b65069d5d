import { Group, List, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { allOf, api, dataOf } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { LoadError } from '../../ui/States';
import { useEdit } from '../../ui/useEdit';
import { changedByProvider, changeProvider, type Provider, providersQuery } from './api';

interface SwitchProviderProps {
  readonly tenant: string;
  readonly provider: Provider;
  readonly close: () => void;
}

/** Enables or disables a provider, after saying what that does. */
export function SwitchProvider({ tenant, provider, close }: SwitchProviderProps) {
  const words = t.providers;
  const { enabled, name } = provider;
  const edit = useEdit<Provider, { enabled: boolean }>({
    stored: provider,
    valuesOf: (stored) => ({ enabled: stored.enabled }),
    proposed: { enabled: !enabled },
    save: (changes, version) => changeProvider(tenant, provider.id, changes, version),
    changes: changedByProvider(tenant),
    done: close,
    show: (_, value) => ({ label: t.common.enabled, text: value ? t.common.yes : t.common.no }),
  });
  return (
    <Dialog title={enabled ? words.disableTitle(name) : words.enableTitle(name)} close={close}>
      <FormFrame
        {...edit}
        disabled={!edit.dirty}
        close={close}
        action={enabled ? words.disable : words.enable}
        danger={enabled}
      >
        {enabled ? <WithoutProvider tenant={tenant} provider={provider} /> : <Text size="sm">{words.enableWords}</Text>}
      </FormFrame>
    </Dialog>
  );
}

const MOST_NAMED = 20;

/** What can be called no longer, by name. */
function WithoutProvider({ tenant, provider }: { tenant: string; provider: Provider }) {
  const words = t.providers;
  const bound = useQuery({
    queryKey: ['models', tenant, 'bound-to', provider.id],
    queryFn: () =>
      allOf((cursor) =>
        dataOf(
          api.GET('/tenants/{tenant}/models', {
            params: { path: { tenant }, query: { provider_id: provider.id, limit: 200, cursor } },
          }),
        ),
      ),
  });
  const providers = useQuery(providersQuery(tenant));
  const others = providers.data?.filter(
    ({ id, family, enabled }) => id !== provider.id && family === provider.family && enabled,
  );
  const models = (bound.data ?? []).filter(({ enabled }) => enabled);
  return (
    <Stack gap="sm">
      <Text size="sm">
        {others?.length === 0 ? words.disableLast : words.disableWords(others?.map(({ name }) => name) ?? [])}
      </Text>
      {bound.isPending ? (
        <Group gap="xs" role="status">
          <Loader size="xs" />
          <Text size="sm">{t.common.checkingConsequences}</Text>
        </Group>
      ) : null}
      {bound.error ? <LoadError error={bound.error} retry={() => void bound.refetch()} /> : null}
      {models.length > 0 ? (
        <div>
          <Text size="sm">{words.disableBound(models.length)}</Text>
          <List size="sm" mt={4}>
            {models.slice(0, MOST_NAMED).map(({ id, alias, family, model, model_type, is_default }) => (
              <List.Item key={id}>
                {alias ?? `${family}/${model}`}
                {is_default ? ` ${words.disableDefault(t.modelTypes[model_type] ?? model_type)}` : ''}
              </List.Item>
            ))}
          </List>
          {models.length > MOST_NAMED ? <Text size="sm">{words.disableMore(models.length - MOST_NAMED)}</Text> : null}
        </div>
      ) : null}
      {bound.data && models.length === 0 ? <Text size="sm">{words.disableNothing}</Text> : null}
    </Stack>
  );
}
