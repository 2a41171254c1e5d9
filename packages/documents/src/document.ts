/** What a document says, without how it looks: whoever writes one of these gets a tagged PDF that a screen reader follows. */
export interface Document {
  /** BCP 47; what a screen reader speaks. */
  readonly language: string
  readonly title: string
  /** A line under the title, such as whom the document is about. */
  readonly subtitle?: string
  readonly issuer: { readonly name: string; readonly lines: readonly string[] }
  /** When the document came to be, ISO 8601: the file says no other time, so the same document is the same bytes. */
  readonly at: string
  readonly sections: readonly Section[]
  readonly check?: Check
  /** At the foot of each page; `page` gets the numbers. */
  readonly footer: { readonly text: string; page(number: number, of: number): string }
}

export interface Section {
  readonly heading: string
  readonly parts: readonly Part[]
  /** Begins on a page of its own, as one person's in a document of many. */
  readonly newPage?: boolean
}

export type Part =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Names and values, such as "Date of birth: 3 May 2003". */
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'signature'; readonly name: string; readonly position: string; readonly day: string }
  /** The check of one person's page, where the document has many. */
  | { readonly kind: 'check'; readonly check: Check }

export interface Column {
  readonly header: string
  /** Of the width of the table; the shares of all columns are added up. */
  readonly share: number
  readonly align?: 'left' | 'right'
}

/** How a reader of the paper finds what the hub says today: the address as a QR code, and a code to type. */
export interface Check {
  readonly url: string
  readonly code: string
  readonly heading: string
  readonly text: string
  /** What the picture is, for those who do not see it. */
  readonly alternative: string
}
