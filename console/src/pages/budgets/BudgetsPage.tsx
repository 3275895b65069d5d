import { Button, Group, Select, Stack, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../session/me';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { ListStates } from '../../ui/ListStates';
import { Page } from '../../ui/Page';
import { SearchInput } from '../../ui/SearchInput';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import { useNames } from '../../ui/useNames';
import { BUDGET_SCOPES, BUDGETS_MOVE, type Budget, fetchBudgets } from './api';
import { BudgetCard } from './BudgetCard';
import { EditBudget } from './EditBudget';
import { LiftBudget } from './LiftBudget';
import { Limits } from './Limits';
import { NewBudget } from './NewBudget';
import { WriteOff } from './WriteOff';

export type Opened =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'lift' | 'write-off'; readonly budget: Budget };

/** What calls may cost over a time, and how many there may be a minute. */
export function BudgetsPage() {
  const tenant = useTenant();
  const may = useMay(tenant);
  const words = t.budgets;
  return (
    <Page title={words.title} description={words.description}>
      <Tabs defaultValue="budgets" keepMounted={false}>
        <Tabs.List>
          {may('budgets:read') ? <Tabs.Tab value="budgets">{words.budgets}</Tabs.Tab> : null}
          {may('limits:read') ? <Tabs.Tab value="limits">{words.limits}</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="budgets" pt="md">
          <Budgets tenant={tenant} />
        </Tabs.Panel>
        <Tabs.Panel value="limits" pt="md">
          <Limits tenant={tenant} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Budgets({ tenant }: { tenant: string }) {
  const may = useMay(tenant);
  const names = useNames(tenant);
  const [scope, setScope] = useState<Budget['scope'] | null>(null);
  const list = useList<Budget>(
    ['budgets', tenant, scope],
    (cursor, q) => fetchBudgets(tenant, { cursor, q, scope: scope ?? undefined }),
    BUDGETS_MOVE,
  );
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  const add = may('budgets:change') ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened({ what: 'add' })}>
      {t.budgets.add}
    </Button>
  ) : null;
  const some = list.rows.length > 0 || list.isStale || list.searched !== '' || scope !== null;
  return (
    <Stack gap="md" align="stretch">
      {some ? (
        <Group gap="sm" justify="space-between">
          <Group gap="sm" flex={1}>
            <SearchInput label={t.budgets.budgets} value={list.search} onChange={list.setSearch} busy={list.isStale} />
            <ScopeFilter value={scope} onChange={setScope} />
          </Group>
          {add}
        </Group>
      ) : null}
      <ListStates
        list={list}
        empty={
          scope === null ? (
            <EmptyState title={t.budgets.none} hint={t.budgets.noneHint} action={some ? undefined : add} />
          ) : (
            <NoneFor showAll={() => setScope(null)} />
          )
        }
      >
        {list.rows.map((budget) => (
          <BudgetCard key={budget.id} tenant={tenant} budget={budget} names={names} open={setOpened} />
        ))}
      </ListStates>
      {opened?.what === 'add' ? <NewBudget tenant={tenant} names={names} close={close} /> : null}
      {opened?.what === 'edit' ? (
        <EditBudget tenant={tenant} budget={opened.budget} names={names} close={close} />
      ) : null}
      {opened?.what === 'lift' ? (
        <LiftBudget tenant={tenant} budget={opened.budget} names={names} close={close} />
      ) : null}
      {opened?.what === 'write-off' ? (
        <WriteOff tenant={tenant} budget={opened.budget} names={names} close={close} />
      ) : null}
    </Stack>
  );
}

interface ScopeFilterProps {
  readonly value: Budget['scope'] | null;
  readonly onChange: (scope: Budget['scope'] | null) => void;
}

function ScopeFilter({ value, onChange }: ScopeFilterProps) {
  return (
    <Select
      aria-label={t.budgets.scope}
      placeholder={t.budgets.anyScope}
      data={BUDGET_SCOPES.map((scope) => ({ value: scope, label: t.budgets.scopes[scope] }))}
      value={value}
      clearable
      clearButtonProps={{ 'aria-label': t.budgets.anyScope }}
      w={{ base: '100%', xs: 210 }}
      onChange={(scope) => onChange(scope as Budget['scope'] | null)}
    />
  );
}

function NoneFor({ showAll }: { readonly showAll: () => void }) {
  return (
    <EmptyState
      title={t.budgets.noneFor}
      hint={t.budgets.noneForHint}
      action={
        <Button variant="default" onClick={showAll}>
          {t.budgets.allScopes}
        </Button>
      }
    />
  );
}
