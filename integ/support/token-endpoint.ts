import { LocalAws } from '../../scripts/local-aws.mjs';

/** Asks the token endpoint of the pools of a local AWS. */
export const tokenEndpoint = (
  { endpoint }: LocalAws,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) => fetch(`${endpoint}/oauth2/token`, { method: 'POST', headers, body: new URLSearchParams(form) });

/** A machine signs in with the ID and the secret of its client: to some scopes, or to all that the client may have. */
export function signInMachine(
  aws: LocalAws,
  { clientId, clientSecret }: { clientId?: string; clientSecret?: string },
  scope?: string,
): Promise<Response> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const form = { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) };
  return tokenEndpoint(aws, form, { authorization: `Basic ${credentials}` });
}

/** The value of a secret. */
export async function secretValue(aws: LocalAws, secretId: string): Promise<string> {
  return (await ask(aws, 'secretsmanager.GetSecretValue', { SecretId: secretId })).SecretString;
}

/** Asks a service for which no SDK is installed. */
export async function ask({ endpoint }: LocalAws, target: string, body: object): Promise<any> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(body),
  });
  return response.json();
}
