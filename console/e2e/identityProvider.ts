import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { errors } from 'oidc-provider';

export const CLIENT = { id: 'quartermaster', secret: 'secret of the client, known to the tests' };

/** What the identity provider knows of a person, who signs in there by the key of this. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
  /** Whom it lets sign in, and then not on to the console. */
  readonly refused?: boolean;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly stop: () => Promise<void>;
}

/**
 * An identity provider that others wrote, with its own pages to sign in, to consent and to cancel.
 *
 * @param console where the console is, as browsers call it
 */
export async function startIdentityProvider(
  console: string,
  people: ReadonlyMap<string, Person>,
): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${console}/api/v1/sign-in/oidc/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'e2e' }] },
    cookies: { keys: ['only for tests'] },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true, methods: ['S256'] },
    conformIdTokenClaims: false, // the groups are in the ID token, as most providers send them
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    findAccount: (_ctx, accountId) => {
      const person = people.get(accountId);
      if (person === undefined) {
        return undefined;
      }
      const { name, email, groups } = person;
      return { accountId, claims: () => ({ sub: accountId, name, email, email_verified: true, groups: [...groups] }) };
    },
    loadExistingGrant: async (ctx) => {
      const { account, client, result, session, provider: at } = ctx.oidc;
      if (account !== undefined && people.get(account.accountId)?.refused) {
        throw new errors.AccessDenied('not one of the people of this application');
      }
      const given = result?.consent?.grantId ?? (client && session?.grantIdFor(client.clientId));
      return given ? at.Grant.find(given) : undefined;
    },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
