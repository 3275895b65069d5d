import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../texts';
import { LoadError } from '../../ui/States';
import { useNames } from '../../ui/useNames';
import { budgetsQuery, budgetText } from '../budgets/api';
import { standingOf } from '../budgets/standing';
import { defaultsQuery } from '../defaults/api';
import { providersQuery } from '../providers/api';
import { Tile } from './Tile';

const NEARLY = 80; // percent

/** What does not work, or shortly will not, in the words that say what to do. */
export function Care({ tenant }: { tenant: string }) {
  const defaults = useQuery(defaultsQuery(tenant));
  const providers = useQuery(providersQuery(tenant));
  const budgets = useQuery(budgetsQuery(tenant));
  const names = useNames(tenant);
  const error = defaults.error ?? providers.error ?? budgets.error;
  if (error) {
    const retry = () => {
      void defaults.refetch();
      void providers.refetch();
      void budgets.refetch();
    };
    return (
      <Tile title={t.overview.needsCare} tenant={tenant}>
        <LoadError error={error} retry={retry} />
      </Tile>
    );
  }
  if (!defaults.data || !providers.data || !budgets.data) {
    return null;
  }
  const reason = (code: string | null) => t.unusableReasons[code ?? ''] ?? code ?? '';
  const lines = [
    ...defaults.data
      .filter(({ model_id, usable }) => model_id !== null && !usable)
      .map(({ model_type, unusable_reason }) =>
        t.overview.problemDefault(t.modelTypes[model_type] ?? model_type, reason(unusable_reason)),
      ),
    ...providers.data
      .filter(({ enabled, unusable_reason }) => enabled && unusable_reason !== null)
      .map(({ name, unusable_reason }) => t.overview.problemProvider(name, reason(unusable_reason))),
    ...budgets.data
      .filter((budget) => standingOf(budget).spentShare >= NEARLY)
      .map((budget) => t.overview.problemBudget(budgetText(budget, names), Math.round(standingOf(budget).spentShare))),
  ];
  if (providers.data.length === 0) {
    return null; // the first steps say what is to be done
  }
  return (
    <Tile title={t.overview.needsCare} tenant={tenant}>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t.overview.allWell}
        </Text>
      ) : (
        <List size="sm" spacing={4}>
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
    </Tile>
  );
}
