import type { ISql, Sql, TransactionSql } from 'postgres'

/** A pool. */
export type SqlPool = Sql
/** Anything a statement can be sent on: a pool or a transaction. */
export type SqlHandle = ISql
/** A transaction under way. */
export type SqlTransaction = ISql | TransactionSql
