// An identity provider on a free port of loopback until standard input ends. The settings come as one line of JSON: the client,
// and the people with their claims. Whoever comes is signed in as the person that the query's login_hint of the last "become"
// call named; the issuer goes out as one line.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const input = createInterface({ input: process.stdin });
input.once("close", () => process.exit(0));
input.once("line", (line) => {
  const { clientId, clientSecret, redirectUris } = JSON.parse(line);
  const people = new Map();
  let current = "";
  const server = createServer();
  server.listen(0, "127.0.0.1", () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: redirectUris,
          response_types: ["code"],
          grant_types: ["authorization_code"],
        },
      ],
      jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "test" }] },
      cookies: { keys: ["only for tests"] },
      pkce: { required: () => true, methods: ["S256"] },
      conformIdTokenClaims: false,
      claims: { openid: ["sub", "groups"], email: ["email", "email_verified"], profile: ["name"] },
      features: { devInteractions: { enabled: false } },
      findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
      interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
      // Nobody is asked for consent: everything is granted.
      loadExistingGrant: async (ctx) => {
        const grant = new ctx.oidc.provider.Grant({
          clientId: ctx.oidc.client.clientId,
          accountId: ctx.oidc.session.accountId,
        });
        grant.addOIDCScope("openid email profile");
        grant.addOIDCClaims(["groups", "email", "email_verified", "name"]);
        await grant.save();
        return grant;
      },
    });
    const callback = provider.callback();
    server.on("request", async (request, response) => {
      const url = new URL(request.url, issuer);
      if (url.pathname === "/become") {
        current = url.searchParams.get("sub");
        people.set(current, JSON.parse(url.searchParams.get("claims")));
        response.end("ok");
      } else if (url.pathname.startsWith("/interaction/")) {
        const result = current === "" ? { error: "access_denied" } : { login: { accountId: current } };
        await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
      } else {
        callback(request, response);
      }
    });
    console.log(issuer);
  });
});
