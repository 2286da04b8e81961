import batchGetItem from 'dynalite/actions/batchGetItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import type { Store } from 'dynalite/db/index.js';
import * as batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import * as batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import * as createTableRules from 'dynalite/validations/createTable.js';
import * as deleteItemRules from 'dynalite/validations/deleteItem.js';
import * as getItemRules from 'dynalite/validations/getItem.js';
import { checkTypes, checkValidations } from 'dynalite/validations/index.js';
import * as putItemRules from 'dynalite/validations/putItem.js';
import * as queryRules from 'dynalite/validations/query.js';
import * as scanRules from 'dynalite/validations/scan.js';
import * as updateItemRules from 'dynalite/validations/updateItem.js';
import { refuseDeepComparisons } from './comparison.ts';
import type { Body, ItemRequest } from './wire.ts';

const actions = {
  BatchGetItem: batchGetItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  GetItem: getItem,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  UpdateItem: updateItem,
};

const rules = {
  BatchGetItem: batchGetItemRules,
  BatchWriteItem: batchWriteItemRules,
  CreateTable: createTableRules,
  DeleteItem: deleteItemRules,
  GetItem: getItemRules,
  PutItem: putItemRules,
  Query: queryRules,
  Scan: scanRules,
  UpdateItem: updateItemRules,
};

export type ActionName = keyof typeof actions;

/** Checks types and values of a request and parses its expressions. Throws what DynamoDB would answer. */
export function parseRequest(operation: keyof typeof rules, body: Body, store: Store): ItemRequest {
  const { types, custom } = rules[operation];
  // The check deletes what it does not know from the object it is given.
  const request = checkTypes({ ...body }, types);
  checkValidations(request, types, custom, store);
  refuseDeepComparisons(request._condition);
  refuseDeepComparisons(request._filter);
  return request;
}

/** Runs a dynalite action against a store (a view or an overlay of the real one). */
export function runAction(operation: ActionName, store: Store, request: object): Promise<Body> {
  return new Promise((resolve, reject) => {
    actions[operation](store, request, (error, response) => (error ? reject(error) : resolve(response ?? {})));
  });
}
