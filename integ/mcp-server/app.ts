/* The MCP server of the examples, without the style of its sign-in pages, which the local AWS does not know. */
import { App } from 'aws-cdk-lib';
import { CfnManagedLoginBranding } from 'aws-cdk-lib/aws-cognito';
import { McpServerStack } from '../../examples/mcp-server/mcp-server-stack';

const stack = new McpServerStack(new App(), 'McpServer');
for (const node of stack.node.findAll()) {
  if (CfnManagedLoginBranding.isCfnManagedLoginBranding(node)) node.node.scope?.node.tryRemoveChild(node.node.id);
}
