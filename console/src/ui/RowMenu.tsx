import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type ComponentType, useRef } from 'react';
import { t } from '../texts';

export interface RowAction {
  readonly label: string;
  readonly icon: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>;
  readonly run: () => void;
  readonly danger?: boolean;
}

/** What can be done with a row, behind one button, so that it can be reached on narrow screens too; nothing without actions. */
export function RowMenu({ name, actions }: { name: string; actions: readonly (RowAction | false)[] }) {
  const button = useRef<HTMLButtonElement>(null);
  const shown = actions.filter((action) => action !== false);
  if (shown.length === 0) {
    return null;
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon ref={button} variant="subtle" color="gray" aria-label={t.common.actionsFor(name)}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {shown.map(({ label, icon: Icon, run, danger }) => (
          <Menu.Item
            key={label}
            c={danger ? 'var(--mantine-color-red-light-color)' : undefined}
            leftSection={<Icon size={16} aria-hidden />}
            onClick={() => {
              button.current?.focus(); // what opens next gives the focus back to here
              run();
            }}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
