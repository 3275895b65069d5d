import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../api/client';
import { Problem } from '../api/problem';
import { forgetSession } from '../session/current';
import { forgetRead, useMe } from '../session/me';
import { t } from '../texts';

/** One's own: profile, colours, signing out. */
export function AccountMenu() {
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = me.display_name ?? me.email ?? me.kind;
  const signOut = async () => {
    try {
      await api.POST('/sign-out');
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401)) {
        const why = error instanceof Error ? error.message : '';
        notifications.show({ title: t.shell.stillSignedIn, message: why, color: 'red', autoClose: 10_000 });
        return;
      } // a session that is over already is what was wanted
    }
    forgetSession();
    await navigate({ to: '/sign-in', search: {} });
    forgetRead(client); // not before: the pages that are shown until then need to know whose they are
  };
  const schemes = [
    { scheme: 'light', label: t.shell.light, icon: IconSun },
    { scheme: 'dark', label: t.shell.dark, icon: IconMoon },
    { scheme: 'auto', label: t.shell.auto, icon: IconDeviceDesktop },
  ] as const;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={t.shell.account(name)}>
          <Avatar name={name} color="sea" size={32} radius="xl" aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {name}
          </Text>
          {me.email === null ? null : <Text size="xs">{me.email}</Text>}
        </Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} aria-hidden />} component={Link} to="/profile">
          {t.shell.profile}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t.shell.colours}</Menu.Label>
        {schemes.map(({ scheme, label, icon: Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden />}
            onClick={() => setColorScheme(scheme)}
            fw={colorScheme === scheme ? 600 : undefined}
            role="menuitemradio"
            aria-checked={colorScheme === scheme}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
