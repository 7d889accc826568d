import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { warnAtPool } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { appClientsOf } from './app-client';

/** Whether the pool has a domain, however it was created. */
export function hasDomain(index: TemplateIndex, pool: aws_cognito.IUserPoolRef): boolean {
  return index.ofPool(pool, cognito.CfnUserPoolDomain.CFN_RESOURCE_TYPE_NAME).length > 0;
}

/** Only clients in this app count: if it has none, another one has them. Providers have a warning of their own. */
export function warnOfUnusedPages(index: TemplateIndex, pool: IConstruct & aws_cognito.IUserPoolRef): void {
  const clients = appClientsOf(index, pool, false);
  const hasProviders = index.ofPool(pool, cognito.CfnUserPoolIdentityProvider.CFN_RESOURCE_TYPE_NAME).length > 0;
  if (clients.length === 0 || hasProviders || !hasDomain(index, pool)) return;
  if (clients.some((client) => client.hasHostedPages || client.letsMachinesIn)) return;
  warnAtPool(
    pool,
    'hostedPagesWithoutCallbackUrls',
    'The pool has hosted pages, but no client with callbackUrls, to which users would return from them: nobody can sign in there. Give a client callbackUrls; or, if another app creates that client, acknowledge this warning.',
  );
}
