/** What both DynamoDBs are asked, each case on a table of its own. Steps are operations with their bodies, in order. */
export type Step = readonly [operation: string, body: Readonly<Record<string, unknown>>];
export type Case = {
  readonly asks: string;
  readonly steps: readonly Step[];
  /** What the two do differently, in the words of docs/dynamodb-local.md. */
  readonly differs?: string;
};

const S = (text: string) => ({ S: text });
const N = (number: number | string) => ({ N: String(number) });
const key = (pk = 'a', sk = '1') => ({ pk: S(pk), sk: S(sk) });
const item = (more: object = {}, pk = 'a', sk = '1') => ({ ...key(pk, sk), ...more });

const get = (pk = 'a', sk = '1', more: object = {}): Step => [
  'GetItem',
  { Key: key(pk, sk), ConsistentRead: true, ReturnConsumedCapacity: 'INDEXES', ...more },
];
const put = (Item: object, more: object = {}): Step => [
  'PutItem',
  { Item, ReturnConsumedCapacity: 'INDEXES', ReturnValues: 'ALL_OLD', ...more },
];
const update = (UpdateExpression: string, values: object | undefined, more: object = {}): Step => [
  'UpdateItem',
  {
    Key: key(),
    UpdateExpression,
    ...(values && { ExpressionAttributeValues: values }),
    ReturnValues: 'ALL_NEW',
    ReturnConsumedCapacity: 'INDEXES',
    ...more,
  },
];
const query = (more: object = {}): Step => [
  'Query',
  {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S('a') },
    ConsistentRead: true,
    ReturnConsumedCapacity: 'INDEXES',
    ...more,
  },
];
const transact = (...TransactItems: object[]): Step => ['TransactWriteItems', { TransactItems }];
const absent = { ConditionExpression: 'attribute_not_exists(pk)' };
const rows = (count: number, more: (index: number) => object = () => ({})): Step[] =>
  Array.from({ length: count }, (_, index) => put(item(more(index), 'a', String(index).padStart(3, '0'))));
const conditions = (stored: object, list: readonly string[], values: object): Step[] => [
  put(item(stored)),
  ...list.map((ConditionExpression): Step => {
    const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(ConditionExpression));
    return put(item(stored), {
      ConditionExpression,
      ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    });
  }),
];

const conditionCases: readonly Case[] = [
  {
    asks: 'that a condition sees the item as it is stored',
    steps: conditions(
      { count: N(5), word: S('deploy'), list: { L: [N(1)] }, tags: { SS: ['x', 'y'] }, deep: { M: { more: S('m') } } },
      [
        'attribute_exists(pk)',
        'attribute_not_exists(pk)',
        '#c = :five',
        'begins_with(word, :dep)',
        'contains(tags, :x)',
        'contains(word, :dep)',
        'size(word) > :five',
        'size(tags) < :five',
        'deep.more = :m',
        'list[0] < :five',
        'list[3] < :five',
        'attribute_type(word, :string)',
        'word IN (:dep, :m)',
        'word BETWEEN :dep AND :m',
        'NOT (word = :m OR word = :dep) AND attribute_exists(tags)',
        'word = :five',
        'absent = :m',
        'absent <> :m',
      ].map((condition) => condition.replace('#c', 'deep.more <> :m OR list[0] <> :five OR word <> :dep')),
      { ':five': N(5), ':dep': S('dep'), ':x': S('x'), ':m': S('m'), ':string': S('S') },
    ),
  },
  {
    asks: 'for conditions that are wrong in themselves',
    steps: conditions(
      { word: S('deploy') },
      [
        'begins_with(word, :five)',
        'attribute_exists(:m)',
        'unknown(word)',
        'word =',
        'size(word)',
        'word = :missing',
        'word BETWEEN :z AND :a',
        'a = :m AND',
      ],
      { ':five': N(5), ':m': S('m'), ':z': S('z'), ':a': S('a') },
    ),
  },
  {
    asks: 'for values and names that nobody uses',
    steps: [
      put(item(), { ...absent, ExpressionAttributeValues: { ':unused': S('x') } }),
      put(item(), { ...absent, ExpressionAttributeNames: { '#unused': 'x' } }),
      put(item(), { ExpressionAttributeValues: { ':unused': S('x') } }),
    ],
  },
  {
    asks: 'for the item that failed a condition',
    steps: [
      put(item({ word: S('old') })),
      put(item(), { ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      [
        'DeleteItem',
        { Key: key(), ConditionExpression: 'word = :new', ExpressionAttributeValues: { ':new': S('new') } },
      ],
      ['DeleteItem', { Key: key(), ReturnValues: 'ALL_OLD', ReturnConsumedCapacity: 'INDEXES' }],
      ['DeleteItem', { Key: key(), ReturnValues: 'ALL_OLD', ReturnConsumedCapacity: 'INDEXES' }],
    ],
  },
  {
    asks: 'for words that are reserved',
    steps: [
      put(item({ state: S('x') })),
      ...['state', 'status', 'name', 'timestamp', 'year', 'count'].map((word) =>
        put(item(), { ConditionExpression: `attribute_not_exists(${word})` }),
      ),
      update('SET #state = :x', { ':x': S('y') }, { ExpressionAttributeNames: { '#state': 'state' } }),
      get('a', '1', { ProjectionExpression: 'state' }),
    ],
  },
  {
    asks: 'that maps and lists are compared',
    steps: conditions({ deep: { M: { more: S('m') } } }, ['deep = :map'], { ':map': { M: { more: S('m') } } }),
    differs: 'compares maps, lists and sets in conditions',
  },
];

const updateCases: readonly Case[] = [
  {
    asks: 'for every kind of update',
    steps: [
      put(item({ count: N(5), list: { L: [S('a'), S('b')] }, tags: { SS: ['x'] }, deep: { M: { more: S('m') } } })),
      update('SET n = if_not_exists(n, :one), m = :one', { ':one': N(1) }),
      update('SET n = n + :one, m = n - :one', { ':one': N(1) }),
      update('ADD n :one, tags :tag', { ':one': N(10), ':tag': { SS: ['y'] } }),
      update('DELETE tags :tag', { ':tag': { SS: ['x', 'y'] } }),
      update('REMOVE list[0], deep.more', undefined),
      update('SET list = list_append(list, :more), deep.other = :one', { ':more': { L: [N(9)] }, ':one': N(1) }),
      update('SET list[9] = :one', { ':one': N(1) }),
      get(),
    ],
  },
  {
    asks: 'for updates that cannot be done',
    steps: [
      put(item({ word: S('x') })),
      update('SET word = word + :one', { ':one': N(1) }),
      update('SET nowhere.deep = :one', { ':one': N(1) }),
      update('SET pk = :one', { ':one': S('b') }),
      update('SET word = :one, word = :one', { ':one': N(1) }),
      update('ADD word :one', { ':one': N(1) }),
      update('SET', undefined),
      get(),
    ],
  },
  {
    asks: 'for what an update answers with',
    steps: [
      put(item({ word: S('x'), other: S('o') })),
      ...['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW', 'EVERYTHING'].map((ReturnValues, index) =>
        update('SET word = :new', { ':new': N(index) }, { ReturnValues }),
      ),
    ],
  },
  {
    asks: 'for an update that makes an item',
    steps: [update('SET word = :new', { ':new': S('new') }), get()],
  },
];

const valueCases: readonly Case[] = [
  {
    asks: 'for values at the edges',
    steps: [
      put(item({ empty: S(''), nothing: { NULL: true }, bytes: { B: '' }, list: { L: [] }, map: { M: {} } })),
      get(),
      put(item({ set: { SS: [] } })),
      put(item({ set: { SS: ['x', 'x'] } })),
      put(item({ set: { SS: [''] } })),
      put(item({ both: { S: 'x', N: '1' } })),
      put(item({ none: {} })),
      put({ ...key('', '1') }),
      put({ ...key('a', '') }),
      put({ pk: S('a') }),
      put({ pk: N(1), sk: S('1') }),
      put(item({ g1: S(''), gk: S('x') })),
      put(item({ g1: N(1), gk: S('x') })),
    ],
  },
  {
    asks: 'for numbers at the edges',
    steps: [
      ...[
        '1.10',
        '-0',
        '007',
        '1e3',
        '12345678901234567890123456789012345678',
        '0.1234567890123456789012345678901234567',
        '123456789012345678901234567890123456789',
        '9.9999999999999999999999999999999999999e125',
        '1e126',
        '1e-130',
        '1e-131',
        'NaN',
        'Infinity',
        'ten',
        ' 1',
      ].flatMap((number) => [put(item({ n: N(number) })), get()]),
      put(item({ set: { NS: ['1', '1.0'] } })),
      update('SET n = :n', { ':n': N('12345678901234567890123456789012345678') }),
      update('SET n = n + :one', { ':one': N(1) }),
      update('SET n = n + :tiny', { ':tiny': N('0.1') }),
    ],
  },
  {
    asks: 'for items as large as they may be, and larger',
    steps: [
      put(item({ text: S('x'.repeat(400 * 1024 - 12)) }), { ReturnValues: 'NONE' }),
      put(item({ text: S('x'.repeat(400 * 1024)) }), { ReturnValues: 'NONE' }),
      update('SET more = :more', { ':more': S('x'.repeat(1024)) }, { ReturnValues: 'NONE' }),
      put({ ...key('k'.repeat(2049), '1') }),
      put({ ...key('a', 'k'.repeat(1025)) }),
    ],
  },
  {
    asks: 'for an item nested deeper than it may be',
    steps: [34, 33, 32, 31, 30].map((depth) => {
      let nested: object = S('x');
      for (let level = 0; level < depth; level += 1) nested = { M: { m: nested } };
      return put(item({ nested }));
    }),
  },
];

const transactionCases: readonly Case[] = [
  {
    asks: 'that a transaction does all or nothing, with a reason for each part in its order',
    steps: [
      put(item({ word: S('old') })),
      transact(
        { Put: { Item: item({}, 'b') } },
        { Put: { Item: item(), ...absent } },
        { ConditionCheck: { Key: key('c'), ConditionExpression: 'attribute_exists(pk)' } },
        { Delete: { Key: key('d') } },
      ),
      get('b'),
      transact(
        {
          Put: { Item: item(), ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
        },
        { Put: { Item: item({}, 'b') } },
      ),
      transact(
        { Put: { Item: item({}, 'b') } },
        {
          Update: {
            Key: key(),
            UpdateExpression: 'SET word = :new',
            ExpressionAttributeValues: { ':new': S('new') },
          },
        },
        { Delete: { Key: key('d') } },
        { ConditionCheck: { Key: key('c'), ConditionExpression: 'attribute_not_exists(pk)' } },
      ),
      get(),
      get('b'),
    ],
  },
  {
    asks: 'for transactions that are wrong in themselves',
    steps: [
      transact(),
      transact({ Put: { Item: item() } }, { Delete: { Key: key() } }),
      transact({ Put: { Item: item() }, Delete: { Key: key('b') } }),
      transact({ ConditionCheck: { Key: key() } }),
      transact(...Array.from({ length: 101 }, (_, index) => ({ Put: { Item: item({}, 'a', String(index)) } }))),
      transact({
        Update: { Key: key(), UpdateExpression: 'SET pk = :x', ExpressionAttributeValues: { ':x': S('x') } },
      }),
      get('b'),
    ],
  },
  {
    asks: 'for keys in a transaction that the table or an index does not have',
    steps: [
      transact({ Put: { Item: { pk: S('a') } } }, { Put: { Item: item({}, 'b') } }),
      transact({ Put: { Item: item({ g1: N(1), gk: S('x') }) } }, { Put: { Item: item({}, 'b') } }),
    ],
    differs: 'refuses a transaction with a part that is invalid',
  },
  {
    asks: 'for an update in a transaction that cannot be done to the item as it is',
    differs: 'refuses a transaction with a part that is invalid',
    steps: [
      put(item({ word: S('x') })),
      transact(
        { Put: { Item: item({}, 'b') } },
        { Update: { Key: key(), UpdateExpression: 'ADD word :one', ExpressionAttributeValues: { ':one': N(1) } } },
      ),
      get('b'),
    ],
  },
  {
    asks: 'that one token is one transaction',
    steps: [
      ...[1, 1, 2].map(
        (by): Step => [
          'TransactWriteItems',
          {
            ClientRequestToken: '@token',
            TransactItems: [
              { Update: { Key: key(), UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': N(by) } } },
            ],
          },
        ],
      ),
      get(),
    ],
  },
  {
    asks: 'that a token whose transaction was refused may be used again',
    steps: [
      ...[S('old'), undefined].flatMap((word): Step[] => [
        put(item(word ? { word } : {})),
        [
          'TransactWriteItems',
          {
            ClientRequestToken: '@token',
            TransactItems: [{ Put: { Item: item(), ConditionExpression: 'attribute_not_exists(word)' } }],
          },
        ],
      ]),
    ],
  },
  {
    asks: 'for a transaction that reads',
    steps: [
      put(item({ word: S('x'), text: S('x'.repeat(5000)) }), { ReturnValues: 'NONE' }),
      [
        'TransactGetItems',
        {
          ReturnConsumedCapacity: 'TOTAL',
          TransactItems: [{ Get: { Key: key(), ProjectionExpression: 'word' } }, { Get: { Key: key('nowhere') } }],
        },
      ],
      ['TransactGetItems', { TransactItems: [{ Get: { Key: key() } }, { Get: { Key: key() } }] }],
    ],
  },
];

const repeated: Step = [
  'TransactWriteItems',
  {
    ClientRequestToken: '@token',
    ReturnConsumedCapacity: 'TOTAL',
    TransactItems: [{ Put: { Item: item({ word: S('x') }) } }],
  },
];

const nothingFound = 'counts nothing for queries and scans that find nothing, and for missing items of a batch';
const transactionCapacity = 'counts the capacity of transactions in a way of its own';

const capacityCases: readonly Case[] = [
  {
    asks: 'what writes and reads consume, indexes included',
    steps: [
      ...[{}, { g1: S('g'), gk: S('1') }, { g1: S('g'), gk: S('2') }, { g1: S('g'), gk: S('2') }].map((more) =>
        put(item({ ...more, text: S('x'.repeat(3000)) }), { ReturnValues: 'NONE' }),
      ),
      get('a', '1'),
      get('a', '1', { ConsistentRead: false }),
      get('nowhere'),
      query(),
      ['DeleteItem', { Key: key(), ReturnConsumedCapacity: 'INDEXES' }],
      ['DeleteItem', { Key: key(), ReturnConsumedCapacity: 'INDEXES' }],
    ],
  },
  {
    asks: 'what a query consumes that finds nothing',
    steps: [query()],
    differs: nothingFound,
  },
  {
    asks: 'what a scan consumes that finds nothing',
    steps: [['Scan', { Limit: 1, ReturnConsumedCapacity: 'TOTAL' }]],
    differs: nothingFound,
  },
  {
    asks: 'what the missing items of a batch consume',
    steps: [
      put(item()),
      [
        'BatchGetItem',
        {
          RequestItems: { '@table': { Keys: [key(), key('b')], ConsistentRead: true } },
          ReturnConsumedCapacity: 'TOTAL',
        },
      ],
    ],
    differs: nothingFound,
  },
  {
    asks: 'what a transaction consumes',
    steps: [
      [
        'TransactWriteItems',
        {
          ReturnConsumedCapacity: 'INDEXES',
          TransactItems: [{ Put: { Item: item({ text: S('x'.repeat(1500)) }) } }, { Put: { Item: item({}, 'b') } }],
        },
      ],
    ],
    differs: transactionCapacity,
  },
  {
    asks: 'what the indexes consume in a transaction',
    steps: [
      [
        'TransactWriteItems',
        { ReturnConsumedCapacity: 'INDEXES', TransactItems: [{ Put: { Item: item({ g1: S('g'), gk: S('2') }) } }] },
      ],
    ],
    differs: transactionCapacity,
  },
  {
    asks: 'what a condition on a missing item consumes in a transaction',
    steps: [
      [
        'TransactWriteItems',
        {
          ReturnConsumedCapacity: 'INDEXES',
          TransactItems: [{ ConditionCheck: { Key: key(), ConditionExpression: 'attribute_not_exists(pk)' } }],
        },
      ],
    ],
    differs: transactionCapacity,
  },
  {
    asks: 'what a repeated transaction consumes',
    steps: [repeated, repeated],
    differs: transactionCapacity,
  },
];

const listCases: readonly Case[] = [
  {
    asks: 'for a partition in pages, both ways',
    steps: [
      ...rows(7),
      query({ Limit: 3 }),
      query({ Limit: 7 }),
      query({ Limit: 3, ExclusiveStartKey: key('a', '002') }),
      query({ Limit: 3, ScanIndexForward: false, ExclusiveStartKey: key('a', '002') }),
      query({ Limit: 0 }),
      query({ ExclusiveStartKey: key('other', '002') }),
      query({ ExclusiveStartKey: { pk: S('a') } }),
    ],
  },
  {
    asks: 'that a limit counts what is looked at, not what passes the filter',
    steps: [
      ...rows(6, (index) => ({ even: { BOOL: index % 2 === 0 } })),
      query({
        Limit: 3,
        FilterExpression: 'even = :yes',
        ExpressionAttributeValues: { ':pk': S('a'), ':yes': { BOOL: true } },
      }),
      query({ Select: 'COUNT' }),
      query({
        FilterExpression: 'pk = :pk',
      }),
    ],
  },
  {
    asks: 'for every kind of key condition',
    steps: [
      ...rows(5),
      ...[
        'sk = :v',
        'sk < :v',
        'sk <= :v',
        'sk > :v',
        'sk >= :v',
        'begins_with(sk, :v)',
        'sk <> :v',
        'contains(sk, :v)',
      ].map((condition) =>
        query({
          KeyConditionExpression: `pk = :pk AND ${condition}`,
          ExpressionAttributeValues: { ':pk': S('a'), ':v': S('002') },
        }),
      ),
      query({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :a AND :b',
        ExpressionAttributeValues: { ':pk': S('a'), ':a': S('001'), ':b': S('003') },
      }),
      query({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :b AND :a',
        ExpressionAttributeValues: { ':pk': S('a'), ':a': S('001'), ':b': S('003') },
      }),
      query({ KeyConditionExpression: 'sk = :pk' }),
      query({ KeyConditionExpression: 'pk = :pk OR pk = :pk' }),
      query({ KeyConditionExpression: 'pk > :pk' }),
    ],
  },
  {
    asks: 'that a page ends at one megabyte',
    steps: [
      ...rows(4, () => ({ text: S('x'.repeat(350 * 1024)) })).map(
        ([name, body]): Step => [name, { ...body, ReturnValues: 'NONE' }],
      ),
      query({ ProjectionExpression: 'sk' }),
    ],
  },
  {
    asks: 'for projections',
    steps: [
      put(item({ deep: { M: { a: S('1'), b: S('2') } }, list: { L: [S('x'), S('y'), S('z')] }, word: S('w') })),
      ...['word', 'deep.a, list[1], list[2]', 'absent', 'pk, pk', 'deep.a, deep', 'word,'].map((ProjectionExpression) =>
        get('a', '1', { ProjectionExpression }),
      ),
    ],
  },
  {
    asks: 'for an index with all attributes',
    steps: [
      put(item({ g1: S('g'), gk: S('1'), word: S('x') })),
      put(item({ g1: S('g'), gk: S('2') }, 'b')),
      put(item({ g1: S('g') }, 'c')),
      query({
        IndexName: 'all',
        KeyConditionExpression: 'g1 = :pk',
        ExpressionAttributeValues: { ':pk': S('g') },
        ConsistentRead: false,
        Limit: 1,
      }),
      query({ IndexName: 'all', KeyConditionExpression: 'g1 = :pk', ConsistentRead: true }),
      query({ IndexName: 'unknown', ConsistentRead: false }),
      update('REMOVE g1', undefined),
      query({
        IndexName: 'all',
        KeyConditionExpression: 'g1 = :pk',
        ExpressionAttributeValues: { ':pk': S('g') },
        ConsistentRead: false,
      }),
    ],
  },
  {
    asks: 'for an index with some attributes',
    steps: [
      put(item({ g1: S('g'), gk: S('1'), word: S('x'), other: S('o') })),
      ...[
        {},
        { Select: 'ALL_ATTRIBUTES' },
        { Select: 'ALL_PROJECTED_ATTRIBUTES' },
        { ProjectionExpression: 'other' },
      ].map((more) =>
        query({
          IndexName: 'some',
          KeyConditionExpression: 'g1 = :pk',
          ExpressionAttributeValues: { ':pk': S('g') },
          ConsistentRead: false,
          ...more,
        }),
      ),
    ],
  },
  {
    asks: 'for batches',
    steps: [
      [
        'BatchWriteItem',
        { RequestItems: { '@table': [{ PutRequest: { Item: item() } }, { DeleteRequest: { Key: key('b') } }] } },
      ],
      [
        'BatchWriteItem',
        { RequestItems: { '@table': [{ PutRequest: { Item: item() } }, { DeleteRequest: { Key: key() } }] } },
      ],
      ['BatchWriteItem', { RequestItems: {} }],
      [
        'BatchWriteItem',
        {
          RequestItems: {
            '@table': Array.from({ length: 26 }, (_, index) => ({
              PutRequest: { Item: item({}, 'z', String(index)) },
            })),
          },
        },
      ],
      ['BatchGetItem', { RequestItems: { '@table': { Keys: [key(), key('b')], ConsistentRead: true } } }],
      ['BatchGetItem', { RequestItems: { '@table': { Keys: [key(), key()] } } }],
      [
        'BatchGetItem',
        { RequestItems: { '@table': { Keys: Array.from({ length: 101 }, (_, index) => key('z', String(index))) } } },
      ],
    ],
  },
  {
    asks: 'for what is not there',
    steps: [
      get('nowhere'),
      ['GetItem', { TableName: 'no-such-table', Key: key() }],
      ['Fetch', {}],
      ['GetItem', { Key: { pk: S('a') } }],
      ['GetItem', { Key: { ...key(), more: S('x') } }],
      ['GetItem', {}],
      get('a', '1', { ReturnConsumedCapacity: 'SOME' }),
      ['Scan', { Limit: 1 }],
    ],
  },
];

const tableCases: readonly Case[] = [
  {
    asks: 'for the time to live of a table',
    steps: [
      ['DescribeTimeToLive', {}],
      ['UpdateTimeToLive', { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } }],
      ['UpdateTimeToLive', { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } }],
      ['DescribeTimeToLive', {}],
    ],
  },
];

export const cases: readonly Case[] = [
  ...conditionCases,
  ...updateCases,
  ...valueCases,
  ...transactionCases,
  ...capacityCases,
  ...listCases,
  ...tableCases,
];
