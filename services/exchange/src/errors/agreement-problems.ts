import { rowReason as reason } from './row-reason.ts'

const wholeWhy: [string, string] = [
  'An agreement goes in whole or not at all: without this row the three parties would sign something else.',
  'Eine Vereinbarung kommt ganz hinein oder gar nicht: ohne diese Zeile würden die drei Seiten etwas anderes unterschreiben.',
]
const factWhy: [string, string] = [
  'It is said once for the whole agreement and signed by all three.',
  'Es gilt für die ganze Vereinbarung und wird von allen dreien unterschrieben.',
]
const word: [string, string] = ['Guessing could change what is signed.', 'Raten könnte ändern, was unterschrieben wird.']

/** Problems of rows about learning agreements, and of lists whose cells are codes and words. */
export const agreementProblems = {
  'value-missing': reason(
    'refuses',
    ['The {column} is empty.', '{column} ist leer.'],
    ['Without it the row cannot be used.', 'Ohne Angabe ist die Zeile nicht verwendbar.'],
    ['Fill it in.', 'Bitte ausfüllen.'],
  ),
  'word-unknown': reason(
    'refuses',
    ['"{value}" is none of the words for {column}.', '„{value}“ ist keines der Wörter für {column}.'],
    ['It decides on rights, so nobody guesses.', 'Davon hängen Rechte ab, darum wird nicht geraten.'],
    ['Write one of: {words}.', 'Bitte eines schreiben von: {words}.'],
  ),
  'fact-missing': reason(
    'refuses',
    ['The {column} is empty in the first row of mobility "{mobility}".', '{column} ist in der ersten Zeile der Mobilität „{mobility}“ leer.'],
    factWhy,
    ['Fill it in there; further rows of the same mobility may leave it empty.', 'Dort ausfüllen; weitere Zeilen derselben Mobilität dürfen es leer lassen.'],
  ),
  'agreement-contradicts-itself': reason(
    'refuses',
    [
      'The {column} says "{value}", row {other} of the same mobility says "{said}".',
      '{column} sagt „{value}“, Zeile {other} derselben Mobilität sagt „{said}“.',
    ],
    factWhy,
    [
      'Write the same in all rows of the mobility, leave it empty after the first, or give another agreement a mobility number of its own.',
      'In allen Zeilen der Mobilität dasselbe schreiben, nach der ersten leer lassen, oder einer anderen Vereinbarung eine eigene Nummer geben.',
    ],
  ),
  'agreement-spoiled': reason(
    'refuses',
    ['Row {other} of the same agreement has a problem.', 'Zeile {other} derselben Vereinbarung hat ein Problem.'],
    wholeWhy,
    ['Correct row {other}, then import all rows of this mobility again.', 'Zeile {other} berichtigen, dann alle Zeilen dieser Mobilität neu importieren.'],
  ),
  'component-doubled-differently': reason(
    'refuses',
    [
      'Rows {row} and {other} name the same component of one agreement, but differ.',
      'Zeilen {row} und {other} nennen dieselbe Komponente einer Vereinbarung, aber verschieden.',
    ],
    wholeWhy,
    [
      'Remove the wrong one, or tell the two apart by title, code or term.',
      'Die falsche entfernen, oder beide durch Titel, Kennung oder Semester unterscheiden.',
    ],
  ),
  'recognised-twice-differently': reason(
    'refuses',
    ['Row {other} gives "{value}" other credits at home ({said}).', 'Zeile {other} gibt „{value}“ andere hiesige Punkte ({said}).'],
    ['Both rows are recognised as one and the same.', 'Beide Zeilen werden als dasselbe anerkannt.'],
    ['Write the same credits in both rows, or another title or code.', 'In beiden Zeilen dieselben Punkte schreiben, oder einen anderen Titel oder Code.'],
  ),
  'provider-unknown': reason(
    'refuses',
    ['"{value}" is neither the domain name nor the known name of a university.', '„{value}“ ist weder Domänenname noch bekannter Name einer Hochschule.'],
    word,
    ['Write its domain name.', 'Den Domänennamen schreiben.'],
  ),
  'provider-is-home': reason(
    'refuses',
    ['{value} is your own institution.', '{value} ist Ihre eigene Hochschule.'],
    ['A precedent is about a course of another institution.', 'Ein Präzedenzfall betrifft den Kurs einer anderen Hochschule.'],
    ['Write the institution that teaches the course.', 'Die Hochschule schreiben, die den Kurs anbietet.'],
  ),
  'precedent-doubled-differently': reason(
    'refuses',
    ['Rows {row} and {other} are about the same pair of courses, but differ.', 'Zeilen {row} und {other} betreffen dasselbe Kurspaar, aber verschieden.'],
    ['Only you can tell which one is right; both are refused.', 'Nur Sie wissen, welche stimmt; beide werden abgelehnt.'],
    ['Keep the decision that counts.', 'Die Entscheidung behalten, die gilt.'],
  ),
  'learner-unnamed': reason(
    'refuses',
    ['The row has neither an identifier nor a student number.', 'Die Zeile hat weder Kennung noch Matrikelnummer.'],
    ['The agreement has to reach exactly one of your learners.', 'Die Vereinbarung muss genau eine Ihrer Personen erreichen.'],
    ['Fill in the European Student Identifier or the local student number.', 'Europäische Studierendenkennung oder Matrikelnummer ausfüllen.'],
  ),
  'receiving-unknown': reason(
    'refuses',
    ['The hub knows no institution "{value}".', 'Der Hub kennt keine Hochschule „{value}“.'],
    ['The receiving institution is asked for its approval here.', 'Die aufnehmende Hochschule wird hier um Zustimmung gebeten.'],
    ['Write its domain name; known are: {known}.', 'Den Domänennamen schreiben; bekannt sind: {known}.'],
  ),
  'receiving-is-home': reason(
    'refuses',
    ['{value} is your own institution.', '{value} ist Ihre eigene Hochschule.'],
    ['A mobility leads to another institution.', 'Eine Mobilität führt an eine andere Hochschule.'],
    ['Write the institution that the student goes to.', 'Die Hochschule schreiben, an die es geht.'],
  ),
  'mobility-type-unknown': reason('refuses', ['"{value}" is no kind of mobility the hub knows.', '„{value}“ ist keine bekannte Mobilitätsart.'], word, [
    'Write one of: {known}.',
    'Eine von diesen schreiben: {known}.',
  ]),
  'table-unknown': reason('refuses', ['"{value}" is no table of an agreement.', '„{value}“ ist keine Tabelle einer Vereinbarung.'], word, [
    'Write A, B, C, blended or doctoral.',
    'A, B, C, blended oder doctoral schreiben.',
  ]),
  'table-not-recognised-as': reason(
    'refuses',
    ['A row of table B names what it is itself recognised as ("{value}").', 'Eine Zeile der Tabelle B nennt, als was sie anerkannt wird („{value}“).'],
    ['Table B is what is recognised at home.', 'Tabelle B ist selbst das hier Anerkannte.'],
    [
      'Leave the columns about recognition empty, or write the row into table A.',
      'Die Spalten zur Anerkennung leer lassen oder die Zeile in Tabelle A schreiben.',
    ],
  ),
  'academic-year-unreadable': reason('refuses', ['"{value}" is not an academic year.', '„{value}“ ist kein akademisches Jahr.'], factWhy, [
    'Write it as 2026/2027.',
    'Als 2026/2027 schreiben.',
  ]),
  'dates-reversed': reason('refuses', ['It ends on {last}, before it begins on {first}.', 'Es endet am {last}, vor dem Beginn am {first}.'], factWhy, [
    'Correct one of the two days.',
    'Einen der beiden Tage berichtigen.',
  ]),
  'programme-missing': reason(
    'refuses',
    ['A short-term blended mobility names no programme.', 'Zu short-term-blended fehlt das Programm.'],
    [
      'It belongs to a blended intensive programme, and EWP asks for its number.',
      'Sie gehört zu einem Blended Intensive Programme, und EWP verlangt dessen Nummer.',
    ],
    ['Fill in the column "Blended programme".', 'Spalte „Blended programme“ ausfüllen.'],
  ),
  'isced-unknown': reason('refuses', ['"{value}" is no field of ISCED-F 2013.', '„{value}“ ist kein Feld von ISCED-F 2013.'], factWhy, [
    'Write two to four digits, such as 0613, or leave it empty for now.',
    'Zwei bis vier Ziffern schreiben, etwa 0613, oder vorerst leer lassen.',
  ]),
  'eqf-unreadable': reason('refuses', ['"{value}" is not an EQF level.', '„{value}“ ist kein EQR-Niveau.'], factWhy, [
    'Write a number from 1 to 8, or leave it empty for now.',
    'Eine Zahl von 1 bis 8 schreiben oder vorerst leer lassen.',
  ]),
  'language-unknown': reason('refuses', ['"{value}" is not a language the hub knows.', '„{value}“ ist keine bekannte Sprache.'], factWhy, [
    'Write its two letters, such as en or de.',
    'Die zwei Buchstaben schreiben, etwa en oder de.',
  ]),
  'language-level-unknown': reason('refuses', ['"{value}" is not a level of the CEFR.', '„{value}“ ist keine Stufe des GER.'], factWhy, [
    'Write A1 to C2, or NS for a native speaker.',
    'A1 bis C2 schreiben, oder NS für Muttersprache.',
  ]),
  'term-unreadable': reason('refuses', ['"{value}" is not a term.', '„{value}“ ist kein Semester.'], word, [
    'Write 1/2 for the first of two terms, 2/3 for the second of three, or winter or spring.',
    '1/2 für das erste von zweien schreiben, 2/3 für das zweite von dreien, oder Winter oder Sommer.',
  ]),
  'country-unknown': reason('refuses', ['"{value}" is not a country of ISO 3166-1.', '„{value}“ ist kein Land nach ISO 3166-1.'], factWhy, [
    'Write its two letters, such as SE, or leave it empty.',
    'Die zwei Buchstaben schreiben, etwa SE, oder leer lassen.',
  ]),
  'gender-unknown': reason('refuses', ['"{value}" is no entry of ISO 5218.', '„{value}“ ist kein Eintrag nach ISO 5218.'], factWhy, [
    'Write female, male, not applicable or not known, or leave it empty.',
    'weiblich, männlich, nicht anwendbar oder unbekannt schreiben, oder leer lassen.',
  ]),
  'ects-impossible': reason(
    'refuses',
    ['"{value}" is not a possible number of credits.', '„{value}“ ist keine mögliche Zahl von Leistungspunkten.'],
    ['Credits are counted and recognised.', 'Leistungspunkte werden gezählt und anerkannt.'],
    ['Write a number above 0 and at most 240, such as 5 or 7,5.', 'Eine Zahl über 0 und höchstens 240 schreiben, etwa 5 oder 7,5.'],
  ),
} as const
