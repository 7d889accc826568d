/**
 * Variables of services that do not set `CI`: AWS CodeBuild, and with it CDK Pipelines, Azure Pipelines and Jenkins.
 *
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables
 * https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables
 */
const OF_SERVICES = ['CODEBUILD_BUILD_ID', 'TF_BUILD', 'JENKINS_URL'];

/** Whether synthesis runs where nobody would commit a file that it writes. `CI` overrides the variables of services. */
export function isCi(): boolean {
  const { CI: ci = OF_SERVICES.map((name) => process.env[name]).find(Boolean) ?? '' } = process.env;
  return !['', 'false', '0'].includes(ci);
}
