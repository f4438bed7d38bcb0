import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { RESOLVERS } from './api.js';
import { enforceRoles } from './doors/roles.js';

// Prints the GraphQL schema, for apps/api/schema.gql. Fails when a root field does not say who may call it.
const app = await NestFactory.create(GraphQLSchemaBuilderModule, new FastifyAdapter(), { logger: ['error'] });
await app.init();
const schema = await app.get(GraphQLSchemaFactory).create(RESOLVERS);
process.stdout.write(`${printSchema(lexicographicSortSchema(enforceRoles(schema)))}\n`);
