import { Outlet } from '@tanstack/react-router';
import { useTenant } from './useTenant';

/** The pages of one tenant. Those of another begin anew: no row, open form or typed secret goes along. */
export function TenantPages() {
  return <Outlet key={useTenant()} />;
}
