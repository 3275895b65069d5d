import { Button, Group, Progress, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, dataOf } from '../../api/client';
import { newRequestKey } from '../../api/requestKey';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { LoadError, Loading, ProblemAlert } from '../../ui/States';
import { useSave } from '../../ui/useSave';
import { changedByProvider, type Provider } from './api';
import { ImportChoice } from './ImportChoice';
import { type ModelType, typeOf, withTicks } from './importing';
import { TestOutcome } from './TestDialog';

interface ImportDialogProps {
  readonly tenant: string;
  readonly provider: Provider;
  readonly close: () => void;
}

/** Shows the models that the provider lists, and adds those that are ticked. */
export function ImportDialog({ tenant, provider, close }: ImportDialogProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [types, setTypes] = useState<Readonly<Record<string, ModelType>>>({});
  const [bound, setBound] = useState(false);
  const [progress, setProgress] = useState<{ done: number; of: number }>();
  const offered = useQuery({
    queryKey: ['upstream-models', tenant, provider.id],
    queryFn: () =>
      dataOf(
        api.GET('/tenants/{tenant}/providers/{provider}/upstream-models', {
          params: { path: { tenant, provider: provider.id } },
        }),
      ),
    refetchOnWindowFocus: false,
    retry: false,
    gcTime: 0,
  });
  const keys = useRef(new Map<string, string>()); // of requests, kept for when one is sent again
  const [failed, setFailed] = useState('');
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const post = (model: string, model_type: ModelType) => {
    const request = JSON.stringify([model, model_type, bound]);
    const requestKey = keys.current.get(request) ?? newRequestKey();
    keys.current.set(request, requestKey);
    return api.POST('/tenants/{tenant}/models', {
      params: { path: { tenant }, header: { 'Idempotency-Key': requestKey } },
      body: { family: provider.family, model, model_type, ...(bound ? { provider_id: provider.id } : {}) },
    });
  };
  const add = useSave({
    save: async (models: readonly { model: string; model_type: ModelType }[]) => {
      for (const [done, { model, model_type }] of models.entries()) {
        setProgress({ done, of: models.length });
        setFailed(model);
        await post(model, model_type);
        setTicked((before) => withTicks(before, [model], false)); // what is done is not done again after a failure
        setAdded((before) => withTicks(before, [model], true));
      }
    },
    changes: changedByProvider(tenant),
    says: (_, models) => t.providers.importDone(models.length),
    done: close,
  });
  const models = offered.data?.data ?? [];
  const chosen = models.filter(({ model }) => ticked.has(model));
  const ready = chosen.flatMap((model) => {
    const model_type = typeOf(model, types);
    return model_type ? [{ model: model.model, model_type }] : [];
  });
  const untyped = chosen.filter((model) => typeOf(model, types) === null).map(({ model }) => model);
  return (
    <Dialog close={close} title={t.providers.importOf(provider.name)} held={add.isPending}>
      <Stack gap="md">
        <Text size="sm">{t.providers.importHint}</Text>
        {offered.isPending ? <Loading /> : null}
        {offered.error ? <LoadError error={offered.error} retry={() => void offered.refetch()} /> : null}
        {offered.data && offered.data.test.failed_stage !== null ? (
          <>
            <TestOutcome test={offered.data.test} />
            <Button variant="default" onClick={() => void offered.refetch()} loading={offered.isFetching}>
              {t.common.retry}
            </Button>
          </>
        ) : null}
        {models.length > 0 ? (
          <>
            <ImportChoice
              title={t.providers.importOf(provider.name)}
              models={models}
              known={added}
              ticked={ticked}
              tick={(names, on) => setTicked((before) => withTicks(before, names, on))}
              types={types}
              setType={(model, type) => setTypes((before) => ({ ...before, [model]: type }))}
            />
            <Switch
              label={t.providers.bind}
              checked={bound}
              onChange={(event) => setBound(event.currentTarget.checked)}
            />
          </>
        ) : null}
        {add.isPending && progress ? (
          <Stack gap={4} role="status">
            <Text size="sm">{t.providers.importing(progress.done, progress.of)}</Text>
            <Progress
              value={(100 * progress.done) / progress.of}
              aria-label={t.providers.importing(progress.done, progress.of)}
            />
          </Stack>
        ) : null}
        {add.error ? <ProblemAlert error={add.error} title={t.providers.importFailed(failed)} /> : null}
        {untyped.length > 0 ? (
          <Text size="sm" role="status">
            {t.providers.untyped(untyped.join(', '))}
          </Text>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={add.isPending} onClick={close}>
            {t.common.close}
          </Button>
          <Button
            disabled={ready.length === 0 || untyped.length > 0}
            loading={add.isPending}
            onClick={() => add.mutate(ready)}
          >
            {t.providers.importAction(chosen.length)}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
