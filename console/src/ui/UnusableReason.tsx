import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay } from '../session/me';
import { t } from '../texts';

type Place = keyof typeof t.mending;

const MENDED_IN: Record<string, Place> = {
  provider_disabled: 'providers',
  provider_not_configured: 'providers',
  missing_api_key: 'providers',
  credential_unreadable: 'providers',
  base_url_required: 'providers',
  user_api_key_required: 'profile',
  model_disabled: 'models',
  model_deleted: 'models',
};

const PLACES: Record<Place, { readonly to: string; readonly needs?: string }> = {
  providers: { to: '/t/$tenant/providers', needs: 'providers:read' },
  models: { to: '/t/$tenant/models', needs: 'models:read' },
  profile: { to: '/profile' },
};

/** Why something cannot be called, in words. */
export function reasonText(reason: string | null): string {
  return reason === null ? '' : (t.unusableReasons[reason] ?? reason);
}

/** Why something cannot be called, and the way to the page that mends it, for who may see that page. */
export function UnusableReason({ tenant, reason, here }: { tenant: string; reason: string; here?: Place }) {
  const may = useMay(tenant);
  const place = MENDED_IN[reason];
  const target = place === undefined || place === here ? undefined : PLACES[place];
  const reachable = target !== undefined && (target.needs === undefined || may(target.needs));
  return (
    <Text size="xs" component="span">
      {reasonText(reason)}
      {reachable && place !== undefined ? (
        <>
          {' '}
          <Anchor
            size="xs"
            underline="always"
            renderRoot={(props) => <Link to={target.to} params={{ tenant }} {...props} />}
          >
            {t.mending[place]}
          </Anchor>
        </>
      ) : null}
    </Text>
  );
}
