import { App } from 'aws-cdk-lib';
import { McpServerStack } from './mcp-server-stack';

new McpServerStack(new App(), 'McpServer');
