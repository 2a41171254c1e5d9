import type { ReactNode } from 'react'
import styles from './field-table.module.css'

export interface Field<Row> {
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  readonly number?: boolean
}

/** A real table that turns into cards on a narrow screen. The roles are said again because `display: block` takes them away. */
export function FieldTable<Row>({
  caption,
  fields,
  rows,
  keyOf,
}: {
  readonly caption: string
  readonly fields: readonly Field<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string | number
}) {
  return (
    <table className={styles.table} role="table">
      <caption className={styles.caption}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {fields.map((field) => (
            <th key={field.header} role="columnheader" scope="col" className={field.number ? styles.number : undefined}>
              {field.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {fields.map((field) => (
              <td key={field.header} role="cell" data-label={field.header} className={field.number ? styles.number : undefined}>
                {field.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
