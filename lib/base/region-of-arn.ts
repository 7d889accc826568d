/** The region in an ARN that is known at synthesis. Empty for a resource of all regions. */
export const regionOfArn = (arn: string): string | undefined => arn.split(':')[3];
