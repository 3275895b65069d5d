import { Alert, AppShell, Box, Burger, Group, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useSessionOver } from '../session/current';
import { useTenantStatus } from '../session/me';
import { t } from '../texts';
import { AccountMenu } from './AccountMenu';
import { Navigation } from './Navigation';
import { TenantSwitcher } from './TenantSwitcher';

const SignInAgain = lazy(() => import('../session/SignInAgain').then((module) => ({ default: module.SignInAgain })));

/** What is around every page: the name, the tenant, the account and the navigation. */
export function AppFrame() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { tenant } = useParams({ strict: false });
  const over = useSessionOver();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the narrow screen's navigation closes when another page opens
  useEffect(close, [path]);
  const narrow = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current !== path) {
      shown.current = path;
      document.getElementById('content')?.focus({ preventScroll: true }); // a reader is told of the new page
    }
  }, [path]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip" href="#content">
        {t.shell.skip}
      </a>
      {over ? (
        <Suspense>
          <SignInAgain />
        </Suspense>
      ) : null}
      <AppShell.Header>
        <Group h="100%" px="sm" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t.shell.openNavigation}
              aria-expanded={opened}
            />
            <UnstyledButton
              renderRoot={(props) => <Link to="/" aria-label={`${t.common.product}: ${t.common.home}`} {...props} />}
            >
              <Group gap={8} wrap="nowrap">
                <img src="/favicon.svg" alt="" width={26} height={26} />
                <Text fw={700} visibleFrom="xs">
                  {t.common.product}
                </Text>
              </Group>
            </UnstyledButton>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <TenantSwitcher />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar inert={narrow && !opened} p="xs" aria-label={t.shell.navigation}>
        <AppShell.Section grow component={ScrollArea} type="scroll">
          <Navigation />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Box maw={1320} mx="auto">
          {tenant === undefined ? null : <TenantNotice tenant={tenant} />}
          <Outlet />
        </Box>
      </AppShell.Main>
    </AppShell>
  );
}

function TenantNotice({ tenant }: { tenant: string }) {
  const status = useTenantStatus(tenant);
  if (status === undefined || status === 'active') {
    return null;
  }
  return (
    <Alert color="yellow" mb="md">
      {status === 'suspended' ? t.shell.suspended : t.shell.archived}
    </Alert>
  );
}
