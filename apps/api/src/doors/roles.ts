import { Extensions } from '@nestjs/graphql';
import { type Role } from '#application/ports';
import { GraphQLError, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { type RequestContext } from './request-context.js';

/** Who may call a root field; the admin may call every one. A root field without it fails the start. */
export const AllowRoles = (...roles: readonly Exclude<Role, 'admin'>[]): MethodDecorator =>
  Extensions({ roles: [...roles, 'admin'] });

/** Wraps every root field of the schema in its role check. Throws when a root field does not say who may call it. */
export const enforceRoles = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of rootTypes(schema)) {
    const fields: Record<string, GraphQLField<unknown, RequestContext>> = type?.getFields() ?? {};
    for (const field of Object.values(fields)) guard(field);
  }
  return schema;
};

/** The types whose fields have resolvers of their own; every other field reads the property of its name. */
export const rootTypes = (schema: GraphQLSchema): readonly (GraphQLObjectType | null | undefined)[] => [
  schema.getQueryType(),
  schema.getMutationType(),
  schema.getSubscriptionType(),
];

const guard = (field: GraphQLField<unknown, RequestContext>): void => {
  const roles = field.extensions.roles as readonly Role[] | undefined;
  if (roles === undefined) throw new Error(`field ${field.name} does not say which roles may call it`);
  const allowed = new Set(roles);
  const check = ({ holder }: RequestContext): void => {
    if (allowed.has(holder.role)) return;
    throw new GraphQLError(`a ${holder.role} key may not call ${field.name}; it takes one of: ${roles.join(', ')}`, {
      extensions: { code: 'FORBIDDEN' },
    });
  };
  const { resolve, subscribe } = field;
  if (subscribe !== undefined) {
    field.subscribe = (source, args, context, info) => {
      check(context);
      return subscribe(source, args, context, info);
    };
  } else if (resolve !== undefined) {
    field.resolve = (source, args, context, info) => {
      check(context);
      return resolve(source, args, context, info);
    };
  }
};
