import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMe } from '../session/me';
import { lastTenant, rememberTenant } from './lastTenant';

/** The tenant of the page's address, or the one that was looked at last, or one's first; undefined for who has none. */
export function useCurrentTenant(): string | undefined {
  const { tenant } = useParams({ strict: false });
  const me = useMe();
  useEffect(() => {
    if (tenant !== undefined) {
      rememberTenant(me.id, tenant);
    }
  }, [me.id, tenant]);
  if (tenant !== undefined) {
    return tenant;
  }
  const last = lastTenant(me.id);
  return me.operator || me.tenants.some(({ slug }) => slug === last) ? last : me.tenants[0]?.slug;
}

/** The tenant of a page below /t/$tenant. */
export function useTenant(): string {
  return useParams({ from: '/inside/t/$tenant' }).tenant;
}
