import { Button, Grid, Group, Paper, PasswordInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlayerStop, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useMay } from '../../session/me';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { NumberField } from '../../ui/NumberField';
import { Page } from '../../ui/Page';
import { EmptyState, LoadError, Loading } from '../../ui/States';
import { availableQuery } from '../models/api';
import { providersQuery } from '../providers/api';
import { Conversation } from './Conversation';
import { type Choice, choicesOf } from './choices';
import { Snippets } from './Snippets';
import { conversation, useChat } from './useChat';
import { useKey } from './useKey';

/** Calls a model as an application would, and shows what that took. */
export function PlaygroundPage() {
  const tenant = useTenant();
  const may = useMay(tenant);
  const words = t.playground;
  const available = useQuery(availableQuery(tenant));
  const providers = useQuery({ ...providersQuery(tenant), enabled: may('providers:read') });
  const choices = choicesOf(
    (available.data?.data ?? []).flatMap((family) => family.models),
    new Map(providers.data?.map(({ id, name }) => [id, name])),
  );
  const complete = available.data?.complete ?? true;
  return (
    <Page title={words.title} description={words.description}>
      {available.error && choices.length === 0 ? (
        <LoadError error={available.error} retry={() => void available.refetch()} />
      ) : null}
      {available.isPending ? <Loading /> : null}
      {available.isSuccess && complete && choices.length === 0 ? (
        <EmptyState
          title={words.noModels}
          hint={words.noModelsHint}
          action={
            may('providers:read') ? (
              <Button component={Link} to="/t/$tenant/providers" params={{ tenant } as never} variant="default">
                {words.toProviders}
              </Button>
            ) : undefined
          }
        />
      ) : null}
      {choices.length > 0 || !complete ? (
        <Playground key={tenant} tenant={tenant} choices={choices} complete={complete} />
      ) : null}
    </Page>
  );
}

interface PlaygroundProps {
  readonly tenant: string;
  readonly choices: readonly Choice[];
  /** There are no others. */
  readonly complete: boolean;
}

function Playground({ tenant, choices, complete }: PlaygroundProps) {
  const may = useMay(tenant);
  const words = t.playground;
  const key = useKey(tenant, may('gateway:call'));
  const chat = useChat(key.withKey);
  const [chosen, setChosen] = useState('default');
  const [named, setNamed] = useState('');
  const model = (!complete && named.trim()) || chosen;
  const [system, setSystem] = useState('');
  const [temperature, setTemperature] = useState<number>();
  const [maxTokens, setMaxTokens] = useState<number>();
  const [question, setQuestion] = useState('');
  const options = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
  };
  const send = () => {
    if (question.trim() !== '' && !chat.busy && key.ready) {
      setQuestion('');
      void chat
        .send(question.trim(), { model, ...options }, system)
        .then((taken) => taken || setQuestion((typed) => (typed === '' ? question : typed)));
    }
  };
  const last = chat.turns.at(-1);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const sendByEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Paper withBorder p="md" radius="md">
          <Stack gap="sm">
            <Select
              label={words.model}
              searchable
              allowDeselect={false}
              data={[{ value: 'default', label: words.defaultModel }, ...choices]}
              value={chosen}
              disabled={model !== chosen}
              onChange={(id) => setChosen(id ?? 'default')}
            />
            {complete ? null : (
              <TextInput
                label={words.otherModel}
                description={t.models.available.incomplete}
                value={named}
                maxLength={512}
                onChange={(event) => setNamed(event.currentTarget.value)}
              />
            )}
            {may('gateway:call') ? (
              <Text size="xs" c="dimmed">
                {words.ownKey}
              </Text>
            ) : (
              <PasswordInput
                label={words.key}
                description={words.keyHint}
                autoComplete="off"
                value={key.pasted}
                onChange={(event) => key.setPasted(event.currentTarget.value)}
              />
            )}
            <Textarea
              label={words.system}
              description={words.systemHint}
              autosize
              minRows={2}
              maxRows={8}
              value={system}
              onChange={(event) => setSystem(event.currentTarget.value)}
            />
            <NumberField
              label={words.temperature}
              placeholder={words.asConfigured}
              min={0}
              max={2}
              step={0.1}
              value={temperature}
              onChange={setTemperature}
            />
            <NumberField
              label={words.maxTokens}
              placeholder={words.asConfigured}
              min={1}
              whole
              value={maxTokens}
              onChange={setMaxTokens}
            />
          </Stack>
        </Paper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack gap="md">
          <Conversation tenant={tenant} turns={chat.turns} mayReadUsage={may('usage:read-own') || may('usage:read')} />
          <form onSubmit={submit}>
            <Stack gap="xs">
              <Textarea
                aria-label={words.message}
                placeholder={words.placeholder}
                autosize
                minRows={2}
                maxRows={10}
                value={question}
                onChange={(event) => setQuestion(event.currentTarget.value)}
                onKeyDown={sendByEnter}
              />
              <Group justify="flex-end" gap="xs">
                {chat.turns.length > 0 ? (
                  <Button variant="default" disabled={chat.busy} onClick={chat.clear}>
                    {words.clear}
                  </Button>
                ) : null}
                {chat.busy ? (
                  <Button color="red" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={chat.stop}>
                    {words.stop}
                  </Button>
                ) : (
                  <Button
                    type="submit"
                    leftSection={<IconSend size={16} aria-hidden />}
                    disabled={question.trim() === '' || !key.ready}
                  >
                    {words.send}
                  </Button>
                )}
              </Group>
            </Stack>
          </form>
          <Snippets
            request={{
              model: choices.find(({ value }) => value === model)?.called ?? model,
              ...options,
              messages:
                question.trim() === '' && last
                  ? conversation(system, chat.turns.slice(0, -1), last.question)
                  : conversation(system, chat.turns, question.trim() || words.placeholder),
            }}
          />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
