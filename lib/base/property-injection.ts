import { PropertyInjectors } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

/**
 * The props of a construct with the defaults that an organization has set for its class, by a property injector of the
 * app or of any other construct around it. The decorator of the CDK does the same, but cannot be imported by libraries
 * in every version.
 */
export function injected<T>(uniqueId: string, construct: Construct, props: T): T {
  const { scopes, id, scope } = construct.node;
  const [injector] = scopes
    .slice(0, -1)
    .reverse()
    .flatMap((each) => injectorOf(each, uniqueId) ?? []);
  return injector && scope ? (injector.inject(props, { scope: scope, id }) as T) : props;
}

const injectorOf = (construct: IConstruct, uniqueId: string) =>
  PropertyInjectors.hasPropertyInjectors(construct) ? PropertyInjectors.of(construct).for(uniqueId) : undefined;
