import qrcode from 'qrcode'

/** The dark modules of the QR code of a text (ISO/IEC 18004, error correction M), row by row. */
export function qrMatrix(text: string): boolean[][] {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  return Array.from({ length: modules.size }, (_, row) => Array.from({ length: modules.size }, (_unused, column) => modules.get(row, column) === 1))
}
