import { expect, it } from 'vitest';
import { accountOf, blankSecret, bodyOf, secretChanges, type TypedSecret } from './secret';

const blank: TypedSecret = { form: 'api_key', apiKey: '', credential: {}, remove: false };

it('sends nothing for a blank key, so that the stored one stays', () => {
  expect(secretChanges(blank)).toEqual({});
  expect(secretChanges({ ...blank, apiKey: '   ' })).toEqual({});
  expect(secretChanges({ ...blank, form: 'service_account' })).toEqual({});
});

it('sends what was typed in the form that was chosen, and not what was typed in another', () => {
  expect(secretChanges({ ...blank, apiKey: ' key ' })).toEqual({ api_key: 'key' });
  expect(secretChanges({ ...blank, form: 'aws_key_pair', apiKey: 'key', credential: { access_key_id: 'a' } })).toEqual({
    credential: { access_key_id: 'a' },
  });
});

it('takes the stored one away only when that was asked for', () => {
  expect(secretChanges({ ...blank, apiKey: 'key', remove: true })).toEqual({ api_key: null });
});

it('is a part of what changed only where it was touched', () => {
  expect(bodyOf({ name: 'main' })).toEqual({ name: 'main' });
  expect(bodyOf({ name: 'main', secret: blank })).toEqual({ name: 'main' });
  expect(bodyOf({ secret: { ...blank, apiKey: ' key ' } })).toEqual({ api_key: 'key' });
});

it('begins in the form of the stored one', () => {
  expect(blankSecret(undefined, 'service_account').form).toBe('service_account');
  expect(blankSecret(undefined).form).toBe('api_key');
});

it('reads the file of a service account, its line breaks too, and nothing else', () => {
  const schema = { required: ['private_key'], properties: { private_key: {}, client_email: {} } };
  const file = String.raw`{"private_key": "-----BEGIN\nkey\n", "client_email": "a@b.example", "more": "x"}`;
  expect(accountOf(file, schema)).toEqual({ private_key: '-----BEGIN\nkey\n', client_email: 'a@b.example' });
  expect(accountOf('{"client_email": "a@b.example"}', schema)).toBeUndefined();
  expect(accountOf('half {', schema)).toBeUndefined();
});
