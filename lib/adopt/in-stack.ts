import { Stack } from 'aws-cdk-lib';
import { toCloudFormation } from '../template/references';
import { TemplateIndex } from '../template/template-index';
import { DeployedResource, PREFIX, Properties } from './deployed';

/** A resource of Cognito as the template of its stack will have it. */
export interface InStack extends DeployedResource {
  readonly logicalId: string;
  readonly path: string;
}

/**
 * The resources of Cognito in a stack, by logical ID. Unlike in the index, references name logical IDs, as in the old
 * template.
 */
export function resourcesIn(index: TemplateIndex, stack: Stack): ReadonlyMap<string, InStack> {
  const own = index.ofTypes((type) => type.startsWith(PREFIX)).filter(({ cfnResource }) => cfnResource.stack === stack);
  const resources = own.map(({ cfnResource, path }): InStack => {
    const rendered: unknown = index.during(() => stack.resolve(toCloudFormation(cfnResource)) as unknown);
    const { Resources: bodies = {} } = rendered as { Resources?: Record<string, { Properties?: Properties }> };
    const [[logicalId = '', { Properties: properties = {} } = {}] = []] = Object.entries(bodies);
    return { type: cfnResource.cfnResourceType, logicalId, path, properties };
  });
  return new Map(resources.map((each) => [each.logicalId, each]));
}
