import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  type DragStartEvent,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { api, dataOf } from '../../api/client';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { Conflict } from '../../ui/Conflict';
import { ProblemAlert } from '../../ui/States';
import { useSave } from '../../ui/useSave';
import { changedByProvider, type Family, familyName, type Provider } from './api';
import { adapted, moved, sameOrder } from './order';
import { ProviderRow } from './ProviderRow';
import type { Opened } from './ProvidersPage';

interface FamilyGroupProps {
  readonly tenant: string;
  readonly family: string;
  readonly families: readonly Family[] | undefined;
  readonly providers: readonly Provider[];
  readonly sortable: boolean;
  readonly draft: Draft | undefined;
  readonly setDraft: (draft: Draft | undefined) => void;
  readonly open: (opened: Opened) => void;
}

/** An order that is chosen and not saved, and the one that was stored when the choosing began. */
export interface Draft {
  readonly chosen: readonly string[];
  readonly seen: readonly string[];
}

/** The providers of one family, first the one that calls try first. */
export function FamilyGroup({
  tenant,
  family,
  families,
  providers,
  sortable,
  draft,
  setDraft,
  open,
}: FamilyGroupProps) {
  const stored = providers.map(({ id }) => id);
  const shown = draft === undefined || !sortable ? stored : adapted(draft.chosen, stored);
  const changed = !sameOrder(shown, stored);
  const save = useSave({
    save: ({ chosen, seen }: Draft) =>
      dataOf(
        api.PUT('/tenants/{tenant}/provider-order', {
          params: { path: { tenant } },
          body: { family: family as Provider['family'], provider_ids: [...chosen], expected_ids: [...seen] },
        }),
      ),
    changes: changedByProvider(tenant),
    says: t.providers.orderSaved,
    done: () => setDraft(undefined),
  });
  const stale = save.error instanceof Problem && save.error.isStale;
  const nameOf = (id: string) => providers.find((provider) => provider.id === id)?.name ?? id;
  const drop = () => {
    setDraft(undefined);
    save.reset();
  };
  const move = (id: string, to: number) => {
    const from = shown.indexOf(id);
    if (from >= 0 && to >= 0 && to < shown.length) {
      const chosen = moved(shown, from, to);
      setDraft(sameOrder(chosen, stored) ? undefined : { chosen, seen: draft?.seen ?? stored });
      save.reset();
    }
  };
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const dropped = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) {
      move(String(active.id), shown.indexOf(String(over.id)));
    }
  };
  const several = sortable && providers.length > 1;
  return (
    <Paper
      withBorder
      radius="md"
      style={{ overflow: 'hidden' }}
      component="section"
      aria-label={familyName(families, family)}
    >
      <Group justify="space-between" px="md" py="sm" gap="xs">
        <Group gap="xs">
          <Title order={2} size="h4">
            {familyName(families, family)}
          </Title>
          <Text size="sm" c="dimmed">
            {t.providers.providers(providers.length)}
          </Text>
        </Group>
        {changed && !stale ? (
          <Group gap="xs">
            <Button
              size="xs"
              loading={save.isPending}
              onClick={() => save.mutate({ chosen: shown, seen: draft?.seen ?? stored })}
            >
              {t.providers.saveOrder}
            </Button>
            <Button size="xs" variant="default" disabled={save.isPending} onClick={drop}>
              {t.providers.undoOrder}
            </Button>
          </Group>
        ) : several ? (
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {t.providers.orderHint}
          </Text>
        ) : null}
      </Group>
      {stale && sortable ? (
        <Conflict
          differences={[
            {
              field: t.providers.orderField,
              yours: shown.map(nameOf).join(', '),
              stored: stored.map(nameOf).join(', '),
            },
          ]}
          keepMine={() => save.mutate({ chosen: shown, seen: stored })}
          takeTheirs={drop}
          busy={save.isPending}
        />
      ) : save.error ? (
        <ProblemAlert error={save.error} />
      ) : null}
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={dropped}
        accessibility={{
          announcements: announcements(nameOf, (id) => shown.indexOf(String(id)) + 1, shown.length),
          screenReaderInstructions: { draggable: t.providers.dragHow },
        }}
      >
        <SortableContext items={[...shown]} strategy={verticalListSortingStrategy}>
          <Stack gap={0} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
            {shown.map((id, at) => {
              const provider = providers.find((one) => one.id === id);
              return provider ? (
                <ProviderRow
                  key={id}
                  tenant={tenant}
                  provider={provider}
                  open={open}
                  place={several ? { at, of: shown.length, move: (to) => move(id, to) } : undefined}
                />
              ) : null;
            })}
          </Stack>
        </SortableContext>
      </DndContext>
    </Paper>
  );
}

/** What a screen reader says while a provider is moved. */
function announcements(
  nameOf: (id: string) => string,
  placeOf: (id: UniqueIdentifier) => number,
  of: number,
): Announcements {
  const words = t.providers.drag;
  const lifted = ({ active }: Pick<DragStartEvent, 'active'>) =>
    words.lifted(nameOf(String(active.id)), placeOf(active.id), of);
  return {
    onDragStart: lifted,
    // what was lifted is over its own place at once, and has not moved
    onDragOver: ({ active, over }) =>
      over?.id === active.id
        ? lifted({ active })
        : over
          ? words.over(nameOf(String(active.id)), placeOf(over.id), of)
          : undefined,
    onDragEnd: ({ active, over }) =>
      words.dropped(nameOf(String(active.id)), placeOf(over === null ? active.id : over.id), of),
    onDragCancel: ({ active }) => words.cancelled(nameOf(String(active.id))),
  };
}
