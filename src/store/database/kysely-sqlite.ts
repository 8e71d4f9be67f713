/** Kysely's own SQLite dialect over `node:sqlite`: values bound as it wants them, `begin` at once, DDL in transactions. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, type SqliteDatabase, SqliteDialect } from 'kysely';
import { rowsOf } from './rows-of.ts';

const STATEMENTS_MAX = 200;

/** node:sqlite refuses booleans, dates and undefined. */
function bound(value: unknown): SQLInputValue {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? value.toISOString() : (value as SQLInputValue);
}

/** Statements by their text, the least recently used dropped first: Kysely itself prepares anew for each query. */
function statementCache(db: DatabaseSync): (sql: string) => StatementSync {
  const cache = new Map<string, StatementSync>();
  return (sql) => {
    const statement = cache.get(sql) ?? db.prepare(sql);
    cache.delete(sql);
    cache.set(sql, statement);
    if (cache.size > STATEMENTS_MAX) cache.delete(cache.keys().next().value as string);
    return statement;
  };
}

function shim(db: DatabaseSync): SqliteDatabase {
  const cached = statementCache(db);
  return {
    close: () => db.close(),
    prepare(sql) {
      // A deferred `begin` that reads first and then writes fails at once beside another writer, timeout or not.
      const statement = sql === 'begin' ? cached('begin immediate') : cached(sql);
      return {
        reader: statement.columns().length > 0,
        all: (params) => rowsOf(statement, params.map(bound)),
        run: (params) => statement.run(...params.map(bound)),
        iterate: (params) => db.prepare(sql).iterate(...params.map(bound)),
      };
    },
  };
}

/** SQLite can roll back DDL; Kysely's adapter says it cannot, and would leave half of a failed migration behind. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

export function kyselyOn(db: DatabaseSync): SqliteDialect {
  return new NodeSqliteDialect({ database: shim(db) });
}
