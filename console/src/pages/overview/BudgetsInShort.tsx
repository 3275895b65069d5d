import { Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../texts';
import { formatMoney } from '../../ui/format';
import { LoadError, Loading } from '../../ui/States';
import { useNames } from '../../ui/useNames';
import { budgetsQuery, budgetText } from '../budgets/api';
import { standingOf } from '../budgets/standing';
import { Tile } from './Tile';

const SHOWN = 4;

/** The budgets that are nearest to their end. */
export function BudgetsInShort({ tenant }: { tenant: string }) {
  const budgets = useQuery(budgetsQuery(tenant));
  const names = useNames(tenant);
  const nearest = [...(budgets.data ?? [])]
    .sort((one, other) => standingOf(other).spentShare - standingOf(one).spentShare)
    .slice(0, SHOWN);
  return (
    <Tile title={t.overview.budget} tenant={tenant} link={{ to: '/t/$tenant/budgets', label: t.overview.toBudgets }}>
      {budgets.error ? <LoadError error={budgets.error} retry={() => void budgets.refetch()} /> : null}
      {budgets.isPending ? <Loading rows={1} /> : null}
      {budgets.data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t.budgets.none}
        </Text>
      ) : null}
      {nearest.map((budget) => {
        const name = budgetText(budget, names);
        return (
          <Stack key={budget.id} gap={4}>
            <Group justify="space-between" gap="xs">
              <Text size="sm">{name}</Text>
              <Text size="sm" c="dimmed">
                {formatMoney(budget.spent_micros, budget.currency)}{' '}
                {t.budgets.of(formatMoney(budget.limit_micros, budget.currency))}
              </Text>
            </Group>
            <Progress value={standingOf(budget).spentShare} aria-label={name} />
          </Stack>
        );
      })}
    </Tile>
  );
}
