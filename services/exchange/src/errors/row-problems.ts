import { agreementProblems } from './agreement-problems.ts'
import { rowReason as reason, type Severity } from './row-reason.ts'

const dayWhy: [string, string] = ['A result and a credential carry the exact day.', 'Ergebnis und Nachweis tragen den genauen Tag.']
const gradeWhy: [string, string] = [
  'A grade means something only on its scale, and the home university converts it from there.',
  'Eine Note gilt nur auf ihrer Skala; die Heimathochschule rechnet von dort um.',
]
const who: [string, string] = [
  'The result has to reach exactly one learner at the right university.',
  'Das Ergebnis muss genau eine Person an der richtigen Hochschule erreichen.',
]

/** Every problem that one row of a file can have. */
export const rowProblems = {
  ...agreementProblems,
  'learner-without-identifier': reason('waits', ['The row has no European Student Identifier.', 'Die Zeile hat keine Europäische Studierendenkennung.'], who, [
    'Nothing is lost: the row waits until a person names the learner. Add the identifier and import again, or let the home university complete it.',
    'Nichts geht verloren: die Zeile wartet, bis jemand die Person benennt. Kennung ergänzen und neu importieren, oder die Heimathochschule ergänzt sie.',
  ]),
  'esi-malformed': reason(
    'refuses',
    ['"{value}" is not a European Student Identifier: {fault}.', '„{value}“ ist keine Europäische Studierendenkennung.'],
    who,
    [
      'It must read urn:schac:personalUniqueCode:int:esi:<home university or country>:<code>. Copy it from the nomination, or leave the cell empty.',
      'Sie muss urn:schac:personalUniqueCode:int:esi:<Heimathochschule oder Land>:<Code> lauten. Aus der Nominierung übernehmen oder leer lassen.',
    ],
  ),
  'esi-not-of-home': reason(
    'refuses',
    ['The identifier was given by {issuer}, but the row names {home} as home.', 'Die Kennung stammt von {issuer}, die Zeile nennt aber {home} als Heimat.'],
    who,
    [
      'Correct whichever is wrong: the home institution must be {issuer}, or the identifier must be one of {home}.',
      'Berichtigen, was falsch ist: Heimathochschule {issuer} oder eine Kennung von {home}.',
    ],
  ),
  'home-missing': reason('refuses', ['The row does not say which university the learner comes from.', 'Die Zeile nennt die Heimathochschule nicht.'], who, [
    'Fill in the column "Home institution", or name the home when you import the file.',
    'Spalte „Home institution“ ausfüllen oder die Heimat beim Import angeben.',
  ]),
  'home-asked-for': reason(
    'waits',
    [
      'This file format has no place for the home university, and the identifier does not name it.',
      'Dieses Dateiformat nennt die Heimathochschule nicht, und die Kennung auch nicht.',
    ],
    who,
    [
      'Say which university the learners come from: import the file again with --home, or fill it in on the screen.',
      'Angeben, von welcher Hochschule die Personen kommen: mit --home neu importieren oder am Bildschirm ergänzen.',
    ],
  ),
  'home-malformed': reason(
    'refuses',
    ['"{value}" is neither the domain name nor the known name of a university.', '„{value}“ ist weder Domänenname noch bekannter Name einer Hochschule.'],
    who,
    ['Write its domain name: {partners}.', 'Den Domänennamen schreiben: {partners}.'],
  ),
  'home-not-partner': reason(
    'refuses',
    ['{home} is not a partner of this offering.', '{home} ist nicht Partner dieses Angebots.'],
    ['Results are only sent to universities that offer the course together.', 'Ergebnisse gehen nur an die Hochschulen, die den Kurs gemeinsam anbieten.'],
    [
      'The partners are {partners}. Correct the home, or ask the lead to add the partner.',
      'Partner sind {partners}. Heimat berichtigen oder die federführende Hochschule um Aufnahme bitten.',
    ],
  ),
  'name-missing': reason(
    'refuses',
    ['The {column} is empty.', '{column} ist leer.'],
    ['The name stands on the credential.', 'Der Name steht auf dem Nachweis.'],
    ['Fill it in. Somebody with one name only has it in both columns.', 'Ausfüllen. Wer nur einen Namen hat, trägt ihn in beide Spalten ein.'],
  ),
  'outcome-missing': reason(
    'refuses',
    ['The row says neither how the learner did nor a grade.', 'Die Zeile nennt weder Ergebnis noch Note.'],
    ['Without it nothing can be recorded.', 'Ohne sie lässt sich nichts erfassen.'],
    ['Write passed, failed or withdrawn.', 'passed, failed oder withdrawn eintragen.'],
  ),
  'outcome-unknown': reason(
    'refuses',
    ['"{value}" is not an outcome the hub knows.', '„{value}“ ist kein bekanntes Ergebnis.'],
    ['Guessing could turn a fail into a pass.', 'Raten könnte aus „nicht bestanden“ „bestanden“ machen.'],
    ['Write passed, failed or withdrawn.', 'passed, failed oder withdrawn eintragen.'],
  ),
  'outcome-contradicts-grade': reason(
    'refuses',
    ['The row says {outcome}, but the grade {grade} means {meaning}.', 'Die Zeile sagt {outcome}, die Note {grade} bedeutet {meaning}.'],
    ['One of the two is wrong, and only you can tell which.', 'Eins von beiden ist falsch; nur Sie wissen, was.'],
    ['Correct the outcome or the grade.', 'Ergebnis oder Note berichtigen.'],
  ),
  'result-not-final': reason(
    'refuses',
    ['The file says that this result is still in progress.', 'Laut Datei steht das Ergebnis noch nicht fest.'],
    ['Only final results are recorded.', 'Nur endgültige Ergebnisse werden erfasst.'],
    ['Send it again when it is final.', 'Noch einmal senden, wenn es feststeht.'],
  ),
  'grade-not-on-scale': reason('refuses', ['The scale "{scale}" has no grade "{value}".', 'Die Skala „{scale}“ kennt keine Note „{value}“.'], gradeWhy, [
    'Grades of this scale: {grades}. Correct the grade, or name the scale it stands on.',
    'Noten dieser Skala: {grades}. Note berichtigen oder die richtige Skala nennen.',
  ]),
  'grading-scale-unknown': reason('refuses', ['The hub does not know a grading scale "{value}".', 'Eine Skala „{value}“ ist nicht bekannt.'], gradeWhy, [
    'Leave the cell empty for the scale of the course ({scale}), or write one of: {scales}.',
    'Leer lassen für die Skala des Kurses ({scale}), oder eine von: {scales}.',
  ]),
  'ects-unreadable': reason(
    'refuses',
    ['"{value}" is not a number of credits.', '„{value}“ ist keine Zahl von Leistungspunkten.'],
    ['Credits are counted and recognised.', 'Leistungspunkte werden gezählt und anerkannt.'],
    [
      'Write a number such as 5 or 2,5, in hundredths at the finest, at most 240.',
      'Eine Zahl wie 5 oder 2,5 schreiben, höchstens zwei Nachkommastellen, höchstens 240.',
    ],
  ),
  'ects-not-positive': reason(
    'refuses',
    ['{value} credits is not more than 0.', '{value} Leistungspunkte ist nicht mehr als 0.'],
    ['The column says what the course is worth, whoever passed it.', 'Die Spalte nennt, was der Kurs wert ist, unabhängig vom Bestehen.'],
    ['Write the credits of the course, or leave the cell empty for {ects}.', 'Die Punkte des Kurses eintragen, oder leer lassen für {ects}.'],
  ),
  'ects-above-offering': reason(
    'refuses',
    ['{value} credits is more than the {ects} of the course.', '{value} Leistungspunkte sind mehr als die {ects} des Kurses.'],
    ['Nobody can earn more than was approved.', 'Niemand kann mehr erwerben, als genehmigt wurde.'],
    ['Correct the credits, or have the offering corrected first.', 'Punkte berichtigen oder zuerst das Angebot berichtigen lassen.'],
  ),
  'date-missing': reason('refuses', ['The {column} is empty.', '{column} ist leer.'], dayWhy, ['Fill in the day.', 'Den Tag eintragen.']),
  'date-unreadable': reason('refuses', ['"{value}" cannot be read as a day.', '„{value}“ ist nicht als Tag lesbar.'], dayWhy, [
    'Write it as 2026-06-30 (year with four digits, month, day).',
    'Als 2026-06-30 schreiben (Jahr mit vier Ziffern, Monat, Tag).',
  ]),
  'date-ambiguous': reason('refuses', ['"{value}" may be {first} or {second}.', '„{value}“ kann {first} oder {second} sein.'], dayWhy, [
    'Write the one that is meant: {first} or {second}.',
    'Den gemeinten Tag schreiben: {first} oder {second}.',
  ]),
  'date-impossible': reason('refuses', ['There is no day "{value}".', 'Den Tag „{value}“ gibt es nicht.'], dayWhy, [
    'Look the day up and write it as 2026-06-30.',
    'Den Tag nachsehen und als 2026-06-30 schreiben.',
  ]),
  'date-in-future': reason(
    'refuses',
    ['{day} is in the future (today is {today}).', '{day} liegt in der Zukunft (heute ist {today}).'],
    ['Nobody can have been assessed, or born, after today.', 'Niemand kann nach heute geprüft oder geboren sein.'],
    ['Correct the day; results still to come are handed in when they are there.', 'Den Tag berichtigen; künftige Ergebnisse einreichen, wenn sie da sind.'],
  ),
  'birth-date-implausible': reason(
    'refuses',
    ['A learner born on {day} would be {age} years old.', 'Am {day} geboren wäre die Person {age} Jahre alt.'],
    ['A wrong birth date makes the home university doubt who is meant.', 'Ein falsches Geburtsdatum weckt Zweifel, wer gemeint ist.'],
    ['Correct the date, or leave the cell empty.', 'Datum berichtigen oder leer lassen.'],
  ),
  'email-malformed': reason(
    'refuses',
    ['"{value}" is not an e-mail address.', '„{value}“ ist keine E-Mail-Adresse.'],
    ['The learner hears of the credential at this address.', 'Unter dieser Adresse erfährt die Person vom Nachweis.'],
    ['Correct it, or leave the cell empty.', 'Berichtigen oder leer lassen.'],
  ),
  'attempt-unreadable': reason(
    'refuses',
    ['"{value}" is not the number of an attempt.', '„{value}“ ist keine Nummer eines Versuchs.'],
    ['Two attempts of one learner are two results.', 'Zwei Versuche einer Person sind zwei Ergebnisse.'],
    ['Write a whole number from 1 to 20, or leave the cell empty for the first.', 'Eine ganze Zahl von 1 bis 20, oder leer für den ersten.'],
  ),
  'number-damaged': reason(
    'refuses',
    ['"{value}" was shortened by a spreadsheet.', '„{value}“ wurde von einer Tabellenkalkulation verkürzt.'],
    ['The digits behind it are lost and would point to another learner.', 'Die Ziffern dahinter sind verloren und könnten eine andere Person meinen.'],
    ['Take the number from the source again and format the column as text.', 'Die Nummer neu aus der Quelle holen und die Spalte als Text formatieren.'],
  ),
  'row-doubled': reason(
    'notes',
    ['This row says the same as row {other}.', 'Diese Zeile sagt dasselbe wie Zeile {other}.'],
    ['Each result is recorded once.', 'Jedes Ergebnis wird einmal erfasst.'],
    ['Nothing to do: the first one counts.', 'Nichts zu tun: die erste zählt.'],
  ),
  'row-doubled-differently': reason(
    'refuses',
    [
      'Rows {row} and {other} are about the same learner and attempt, but differ.',
      'Zeilen {row} und {other} betreffen dieselbe Person und denselben Versuch, aber verschieden.',
    ],
    ['Only you can tell which one is right; both are refused.', 'Nur Sie wissen, welche stimmt; beide werden abgelehnt.'],
    ['Remove the wrong one, or number the attempts 1 and 2.', 'Die falsche entfernen, oder die Versuche mit 1 und 2 nummerieren.'],
  ),
  'formula-cell': reason(
    'refuses',
    ['The {column} is a formula.', '{column} ist eine Formel.'],
    ['A formula may show another value on another machine.', 'Eine Formel kann anderswo einen anderen Wert zeigen.'],
    ['Copy the column and paste it as values.', 'Spalte kopieren und als Werte einfügen.'],
  ),
  'merged-cell': reason(
    'refuses',
    ['The {column} is part of merged cells.', '{column} gehört zu verbundenen Zellen.'],
    ['It is not clear which rows the value belongs to.', 'Es ist nicht klar, zu welchen Zeilen der Wert gehört.'],
    ['Unmerge the cells and fill each of them.', 'Verbund aufheben und jede Zelle ausfüllen.'],
  ),
  'error-cell': reason(
    'refuses',
    ['The {column} shows the error {value}.', '{column} zeigt den Fehler {value}.'],
    ['The value behind it is not in the file.', 'Der Wert dahinter steht nicht in der Datei.'],
    ['Correct the cell in the spreadsheet.', 'Die Zelle in der Tabelle berichtigen.'],
  ),
  'cells-beyond-header': reason(
    'refuses',
    ['The row has more cells than the file has headers.', 'Die Zeile hat mehr Zellen als die Datei Spalten.'],
    ['A separator inside a value shifts everything behind it.', 'Ein Trennzeichen im Wert verschiebt alles dahinter.'],
    [
      'Put values with a separator in quotation marks, or save the file as XLSX.',
      'Werte mit Trennzeichen in Anführungszeichen setzen, oder als XLSX speichern.',
    ],
  ),
  'value-too-long': reason(
    'refuses',
    ['The {column} has more than 500 characters.', '{column} hat mehr als 500 Zeichen.'],
    [
      'Most of the time a quotation mark is missing and the next rows were swallowed.',
      'Meist fehlt ein Anführungszeichen, und die nächsten Zeilen wurden verschluckt.',
    ],
    ['Correct the cell.', 'Die Zelle berichtigen.'],
  ),
  'value-unreadable': reason(
    'refuses',
    ['The {column} has characters that cannot be shown.', '{column} enthält nicht darstellbare Zeichen.'],
    ['They come from a wrong encoding or a damaged file.', 'Sie stammen aus falscher Kodierung oder einer beschädigten Datei.'],
    ['Write the value again, or export the file as UTF-8.', 'Wert neu schreiben oder die Datei als UTF-8 exportieren.'],
  ),
  'opportunity-unknown': reason(
    'refuses',
    ['"{value}" ({identifiers}) is not the offering of this import.', '„{value}“ ({identifiers}) ist nicht das Angebot dieses Imports.'],
    [
      'Only results of the offering that you named are imported; a transcript holds many others.',
      'Nur Ergebnisse des genannten Angebots werden importiert; ein Transcript enthält viele andere.',
    ],
    [
      'Nothing to do if it is another course. Otherwise its identifier in the file must be one of: {codes}.',
      'Nichts zu tun, wenn es ein anderer Kurs ist. Sonst muss seine Kennung in der Datei eine von diesen sein: {codes}.',
    ],
  ),
  'issuer-not-lead': reason(
    'refuses',
    ['The file was issued by {issuer}, not by {lead}.', 'Die Datei wurde von {issuer} ausgestellt, nicht von {lead}.'],
    ['A university hands in only results that it gave.', 'Eine Hochschule reicht nur eigene Ergebnisse ein.'],
    ['Let {issuer} hand them in.', '{issuer} muss sie einreichen.'],
  ),
} as const

export type ProblemCode = keyof typeof rowProblems
export const severityOf = (code: ProblemCode): Severity => rowProblems[code].severity
