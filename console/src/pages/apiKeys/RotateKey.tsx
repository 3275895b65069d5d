import { Text } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf, ifMatch } from '../../api/client';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { inWords } from '../../ui/dates';
import { FormFrame } from '../../ui/FormFrame';
import { NumberField } from '../../ui/NumberField';
import { useSave } from '../../ui/useSave';
import { KeyText, type MadeKey } from './KeyText';
import { type ApiKey, apiKeyKeys, useKeySettings } from './keyApi';

const MOST = 2_592_000;

/** Gives a key a new text; without a span of one's own, the tenant's settings say how long the old one holds. */
export function RotateKey({ tenant, apiKey, close }: { tenant: string; apiKey: ApiKey; close: () => void }) {
  const { grace: usual } = useKeySettings(tenant);
  const [typed, setTyped] = useState<number>();
  const [made, setMade] = useState<MadeKey>();
  const rotate = useSave({
    save: (version: number) =>
      dataOf(
        api.POST('/tenants/{tenant}/api-keys/{key}/rotate', {
          params: { path: { tenant, key: apiKey.id }, header: ifMatch(version) },
          body: typed === undefined ? {} : { grace_seconds: typed },
        }),
      ),
    changes: apiKeyKeys(tenant),
    done: setMade,
    says: false,
  });
  const problem = rotate.error instanceof Problem ? rotate.error : undefined;
  const current = problem?.isStale ? (problem.current as ApiKey | undefined) : undefined;
  const seconds = typed ?? usual;
  if (made !== undefined) {
    return <KeyText made={made} close={close} />;
  }
  return (
    <Dialog title={t.apiKeys.rotateTitle(apiKey.name)} close={close} held={rotate.isPending}>
      <FormFrame
        submit={() => rotate.mutate(current?.version ?? apiKey.version)}
        busy={rotate.isPending}
        error={rotate.error}
        close={close}
        action={t.apiKeys.rotate}
      >
        <Text size="sm">{t.apiKeys.rotateHint}</Text>
        <NumberField
          label={t.apiKeys.grace}
          description={`${t.apiKeys.graceHint} ${seconds === null || seconds < 0 ? '' : t.apiKeys.graceWords(inWords(seconds))}`}
          placeholder={usual?.toString()}
          value={typed}
          onChange={setTyped}
          min={0}
          max={MOST}
          whole
          error={problem?.byField().grace_seconds}
          data-autofocus
        />
      </FormFrame>
    </Dialog>
  );
}
