import type { ReasonWords } from './words.ts'

const reason = (
  severity: 'refuses' | 'notes',
  what: [string, string],
  why: [string, string],
  next: [string, string],
): ReasonWords & { severity: 'refuses' | 'notes' } => ({
  severity,
  what: { en: what[0], de: what[1] },
  why: { en: why[0], de: why[1] },
  next: { en: next[0], de: next[1] },
})

const shape: [string, string] = ['Rows are read by their columns.', 'Zeilen werden anhand der Spalten gelesen.']
const safety: [string, string] = [
  'Files from outside are opened with limits, so that one of them cannot stop the hub for all.',
  'Fremde Dateien werden mit Grenzen geöffnet, damit keine den Hub für alle anhält.',
]

/** What can be wrong with a results file as a whole. What refuses leaves no row behind; what notes is only said. */
export const fileProblems = {
  'file-empty': reason(
    'refuses',
    ['The file is empty.', 'Die Datei ist leer.'],
    ['There is nothing to import.', 'Es gibt nichts zu importieren.'],
    ['Export it again and check that it has rows.', 'Erneut exportieren und prüfen, ob Zeilen darin sind.'],
  ),
  'file-headers-only': reason(
    'refuses',
    ['The file has headers, but no row under them.', 'Die Datei hat Überschriften, aber keine Zeile darunter.'],
    ['There is nothing to import.', 'Es gibt nichts zu importieren.'],
    ['Fill in one row for each student and try.', 'Je Person und Versuch eine Zeile ausfüllen.'],
  ),
  'file-too-large': reason('refuses', ['The file is larger than {limit}.', 'Die Datei ist größer als {limit}.'], safety, [
    'Split it into several files; the same row twice does no harm.',
    'In mehrere Dateien teilen; dieselbe Zeile zweimal schadet nicht.',
  ]),
  'file-kind-unsupported': reason(
    'refuses',
    ['This is {kind}, whatever its name says.', 'Das ist {kind}, unabhängig vom Dateinamen.'],
    ['Results are read from CSV, XLSX and ELMO XML.', 'Ergebnisse werden aus CSV, XLSX und ELMO-XML gelesen.'],
    ['Open it in the program it comes from and save it as CSV or XLSX.', 'Im Ursprungsprogramm öffnen und als CSV oder XLSX speichern.'],
  ),
  'file-encrypted': reason(
    'refuses',
    ['The workbook is protected by a password.', 'Die Arbeitsmappe ist mit einem Passwort geschützt.'],
    ['The hub cannot look inside, and a password must not travel with the file.', 'Der Hub kann nicht hineinsehen, und ein Passwort soll nicht mitreisen.'],
    [
      'Remove the password (File, Info, Protect) and upload it again; the transfer itself is encrypted.',
      'Passwort entfernen (Datei, Informationen, Schützen) und erneut hochladen; die Übertragung ist verschlüsselt.',
    ],
  ),
  'file-damaged': reason(
    'refuses',
    ['The file cannot be opened: {fault}.', 'Die Datei lässt sich nicht öffnen: {fault}.'],
    ['It was cut off or changed on its way.', 'Sie wurde unterwegs abgeschnitten oder verändert.'],
    ['Save it again and upload the new copy.', 'Neu speichern und die neue Kopie hochladen.'],
  ),
  'file-inflates-too-much': reason('refuses', ['Unpacked, the workbook is larger than {limit}.', 'Entpackt ist die Arbeitsmappe größer als {limit}.'], safety, [
    'Copy the rows into a new workbook, or save the sheet as CSV.',
    'Zeilen in eine neue Mappe kopieren oder das Blatt als CSV speichern.',
  ]),
  'file-too-demanding': reason(
    'refuses',
    ['Reading the file took more memory than one import may have.', 'Das Lesen brauchte mehr Speicher, als ein Import haben darf.'],
    safety,
    ['Split it, or save it as CSV.', 'Teilen oder als CSV speichern.'],
  ),
  'sheet-missing': reason('refuses', ['The workbook has no sheet with rows.', 'Die Arbeitsmappe hat kein Blatt mit Zeilen.'], shape, [
    'Put the results on the first sheet.',
    'Ergebnisse auf das erste Blatt legen.',
  ]),
  'column-missing': reason(
    'refuses',
    ['The file has no column for: {columns}. Found: {found}.', 'Der Datei fehlt eine Spalte für: {columns}. Gefunden: {found}.'],
    shape,
    [
      'Add the column, rename yours as in the template, or save a mapping of your headers.',
      'Spalte ergänzen, wie in der Vorlage benennen oder eine Zuordnung der Überschriften speichern.',
    ],
  ),
  'column-doubled': reason(
    'refuses',
    ['Two columns mean the same: {columns}.', 'Zwei Spalten bedeuten dasselbe: {columns}.'],
    ['It is not clear which of them counts.', 'Es ist unklar, welche gilt.'],
    ['Remove or rename one of them.', 'Eine davon entfernen oder umbenennen.'],
  ),
  'column-unknown': reason(
    'notes',
    ['The column "{value}" is not known and was left out.', 'Die Spalte „{value}“ ist unbekannt und wurde ausgelassen.'],
    ['What is not asked for is not stored.', 'Was nicht gebraucht wird, wird nicht gespeichert.'],
    [
      "Nothing to do, unless it is one of the template's under another name: then save a mapping.",
      'Nichts zu tun, außer sie heißt in der Vorlage anders: dann eine Zuordnung speichern.',
    ],
  ),
  'quotation-open': reason(
    'refuses',
    ['A quotation mark in row {row} is never closed.', 'Ein Anführungszeichen in Zeile {row} wird nie geschlossen.'],
    ['Everything behind it would become one value.', 'Alles dahinter würde zu einem Wert.'],
    ['Correct the row, or save the file as XLSX.', 'Zeile berichtigen oder als XLSX speichern.'],
  ),
  'xml-malformed': reason(
    'refuses',
    ['The XML is not well-formed: {fault} (line {line}).', 'Das XML ist nicht wohlgeformt: {fault} (Zeile {line}).'],
    ['A reader cannot tell where one result ends and the next begins.', 'Es ist nicht erkennbar, wo ein Ergebnis endet.'],
    ['Export it again from the student system.', 'Erneut aus dem Campussystem exportieren.'],
  ),
  'xml-with-doctype': reason(
    'refuses',
    ['The XML declares a document type or entities.', 'Das XML deklariert einen Dokumenttyp oder Entitäten.'],
    ['Such declarations can pull in other files; ELMO has none.', 'Solche Deklarationen können fremde Dateien einbinden; ELMO hat keine.'],
    ['Export it without a DOCTYPE.', 'Ohne DOCTYPE exportieren.'],
  ),
  'xml-not-elmo': reason(
    'refuses',
    ['The XML has no ELMO document in it; its root is <{root}>.', 'Das XML enthält kein ELMO-Dokument; die Wurzel ist <{root}>.'],
    ['ELMO is the one XML that results are read from.', 'ELMO ist das einzige XML, aus dem gelesen wird.'],
    ['Export the transcript as ELMO (EMREX), or use CSV or XLSX.', 'Als ELMO (EMREX) exportieren, oder CSV oder XLSX verwenden.'],
  ),
  'xml-without-results': reason(
    'refuses',
    ['The ELMO document holds no result.', 'Das ELMO-Dokument enthält kein Ergebnis.'],
    ['There is nothing to import.', 'Es gibt nichts zu importieren.'],
    ['Check which courses were chosen when it was exported.', 'Prüfen, welche Kurse beim Export gewählt waren.'],
  ),
  'issuer-not-named': reason(
    'notes',
    ['The file does not say who issued it in a way that can be checked ("{value}").', 'Die Datei nennt ihren Aussteller nicht überprüfbar („{value}“).'],
    ['You answer for it as the institution that uploads it.', 'Sie stehen als hochladende Hochschule dafür ein.'],
    [
      'Nothing to do if the results are yours. A SCHAC id in the issuer settles it for good.',
      'Nichts zu tun, wenn es Ihre Ergebnisse sind. Eine SCHAC-Kennung beim Aussteller klärt es.',
    ],
  ),
  'national-identifier-left-out': reason(
    'notes',
    ['A national identifier ("{value}") was left out.', 'Eine nationale Kennung („{value}“) wurde ausgelassen.'],
    ['It says more about a person than a result needs.', 'Sie verrät mehr über eine Person, als ein Ergebnis braucht.'],
    ['Nothing to do. Give the European Student Identifier instead.', 'Nichts zu tun. Stattdessen die Europäische Studierendenkennung angeben.'],
  ),
  'encoding-guessed': reason(
    'notes',
    ['The file does not say its encoding; it was read as {encoding}.', 'Die Datei nennt ihre Kodierung nicht; gelesen als {encoding}.'],
    ['A wrong guess shows in names with accents.', 'Ein Irrtum zeigt sich an Namen mit Akzenten.'],
    ['Look at a name with an accent; save as UTF-8 if it is wrong.', 'Einen Namen mit Akzent ansehen; wenn falsch, als UTF-8 speichern.'],
  ),
} as const

export type FileProblemCode = keyof typeof fileProblems
