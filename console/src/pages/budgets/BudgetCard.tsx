import { Badge, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconEraser, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { formatMoney, formatTime } from '../../ui/format';
import { RowMenu } from '../../ui/RowMenu';
import type { Names } from '../../ui/useNames';
import { type Budget, budgetText, scopeText } from './api';
import type { Opened } from './BudgetsPage';
import { standingOf } from './standing';

interface BudgetCardProps {
  readonly tenant: string;
  readonly budget: Budget;
  readonly names: Names;
  readonly open: (opened: Opened) => void;
}

/** One budget: for what, and what of it is spent, reserved and left. */
export function BudgetCard({ tenant, budget, names, open }: BudgetCardProps) {
  const may = useMay(tenant);
  const words = t.budgets;
  const money = (micros: number) => formatMoney(micros, budget.currency);
  const { left, over, spentShare, reservedShare } = standingOf(budget);
  const name = scopeText(budget, names);
  const parts = [
    `${money(budget.spent_micros)} ${words.spent}`,
    ...(budget.reserved_micros > 0 ? [`${money(budget.reserved_micros)} ${words.reserved}`] : []),
    over > 0 ? `${money(over)} ${words.over}` : `${money(left)} ${words.left}`,
  ];
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="xs">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            <Badge variant="light">{words.windows[budget.window]}</Badge>
            <Badge variant="light" color={budget.mode === 'strict' ? 'orange' : 'gray'}>
              {words.modeShort[budget.mode]}
            </Badge>
          </Group>
          <RowMenu
            name={budgetText(budget, names)}
            actions={[
              may('budgets:change') && {
                label: t.common.edit,
                icon: IconPencil,
                run: () => open({ what: 'edit', budget }),
              },
              may('tenants:change') && {
                label: words.writeOff,
                icon: IconEraser,
                run: () => open({ what: 'write-off', budget }),
              },
              may('budgets:change') && {
                label: words.lift,
                icon: IconTrash,
                danger: true,
                run: () => open({ what: 'lift', budget }),
              },
            ]}
          />
        </Group>
        <Progress.Root size="lg" aria-label={words.standing}>
          <Progress.Section value={spentShare} color={over > 0 ? 'red' : 'sea'} aria-label={words.spent} />
          <Progress.Section value={reservedShare} color="orange" striped aria-label={words.reserved} />
        </Progress.Root>
        <Group justify="space-between" gap="xs">
          <Text size="sm">
            {parts.join(' · ')} {words.of(money(budget.limit_micros))}
          </Text>
          {budget.resets_at ? (
            <Text size="sm" c="dimmed">
              {words.resets(formatTime(budget.resets_at))}
            </Text>
          ) : null}
        </Group>
      </Stack>
    </Paper>
  );
}
