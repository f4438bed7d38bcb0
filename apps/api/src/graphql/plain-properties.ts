import { isIntrospectionType, isObjectType, type GraphQLSchema } from 'graphql';
import { rootTypes } from '../doors/roles.js';

/** Extension of a field that its resolver computes. */
export const COMPUTED = { computed: true } as const;

/**
 * Nest gives every field a resolver that reads the property of the field's name. Without one a compiled query reads the
 * property itself, which halves the time of an answer with many fields.
 */
export const readPlainProperties = (schema: GraphQLSchema): GraphQLSchema => {
  const roots = new Set<unknown>(rootTypes(schema));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type) || roots.has(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.extensions.computed !== true) delete field.resolve;
    }
  }
  return schema;
};
