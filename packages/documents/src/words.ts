/** Languages that documents are written in. */
export const documentLanguages = ['en', 'de', 'sv', 'pt'] as const
export type DocumentLanguage = (typeof documentLanguages)[number]

/** The first language of a wish list (BCP 47, most wanted first, as in Accept-Language) that documents are written in; English where none is. */
export function languageFor(wishes: string | null | undefined): DocumentLanguage {
  const wanted = (wishes ?? '').split(',').map((wish) => wish.trim().slice(0, 2).toLowerCase())
  return wanted.map((one) => documentLanguages.find((language) => language === one)).find((one) => one !== undefined) ?? 'en'
}

export interface Words {
  readonly transcript: string
  readonly confirmation: Readonly<Record<'arrival' | 'stay' | 'attendance', string>>
  /** What a confirmation says, with the name of the person and of the institution. */
  readonly confirms: Readonly<Record<'arrival' | 'stay' | 'attendance', string>>
  readonly types: Readonly<Record<'semester' | 'short-term-blended' | 'short-term-doctoral' | 'virtual' | 'micro-credential', string>>
  readonly learner: string
  readonly name: string
  readonly birthDate: string
  readonly esi: string
  readonly mobility: string
  readonly sending: string
  readonly receiving: string
  readonly kind: string
  readonly academicYear: string
  readonly period: string
  readonly results: string
  readonly code: string
  readonly title: string
  readonly term: string
  readonly ects: string
  readonly grade: string
  readonly assessedOn: string
  readonly failed: string
  readonly total: string
  readonly grading: string
  readonly gradingText: string
  readonly scheme: string
  readonly distribution: string
  readonly recognition: string
  readonly recognised: Readonly<Record<'full' | 'partial' | 'none', string>>
  readonly recognisedAs: string
  readonly arrivedOn: string
  readonly leftOn: string
  readonly online: string
  readonly hours: string
  readonly programme: string
  readonly signed: string
  readonly replaces: string
  readonly check: string
  readonly checkText: string
  readonly checkPicture: string
  readonly page: string
}

/** The words of every document, per language. A name in braces is filled in. */
export const words: Readonly<Record<DocumentLanguage, Words>> = {
  en: {
    transcript: 'Transcript of Records',
    confirmation: { arrival: 'Confirmation of Arrival', stay: 'Confirmation of Stay', attendance: 'Confirmation of Attendance' },
    confirms: {
      arrival: '{institution} confirms that {name} has arrived for the mobility named below.',
      stay: '{institution} confirms that {name} stayed for the mobility named below.',
      attendance: '{institution} confirms that {name} attended the programme named below.',
    },
    types: {
      semester: 'Semester or year abroad',
      'short-term-blended': 'Short-term blended mobility',
      'short-term-doctoral': 'Short-term doctoral mobility',
      virtual: 'Virtual mobility',
      'micro-credential': 'Mobility for a micro-credential',
    },
    learner: 'Learner',
    name: 'Name',
    birthDate: 'Date of birth',
    esi: 'European Student Identifier',
    mobility: 'Mobility',
    sending: 'Sending institution',
    receiving: 'Receiving institution',
    kind: 'Kind of mobility',
    academicYear: 'Academic year',
    period: 'Period',
    results: 'Results',
    code: 'Code',
    title: 'Title',
    term: 'Term',
    ects: 'ECTS',
    grade: 'Result',
    assessedOn: 'Assessed',
    failed: 'not passed',
    total: 'ECTS credits earned',
    grading: 'How the grades are given',
    gradingText: 'How often each grade was given, so that it can be compared.',
    scheme: 'Scheme',
    distribution: 'Grades and how often',
    recognition: 'Recognition by the sending institution',
    recognised: { full: 'Recognised in full on {day}.', partial: 'Recognised in part on {day}.', none: 'Not recognised, decided on {day}.' },
    recognisedAs: 'Recognised as',
    arrivedOn: 'Arrived on',
    leftOn: 'Left on',
    online: 'Virtual part',
    hours: 'Hours attended',
    programme: 'Programme',
    signed: 'Issued by',
    replaces: 'Version {issue}; it replaces the one before.',
    check: 'Is this document genuine?',
    checkText: 'The picture opens the version that was printed. You can also type the address and this code:',
    checkPicture: 'QR code with the address of this document',
    page: 'Page {number} of {of}',
  },
  de: {
    transcript: 'Leistungsübersicht (Transcript of Records)',
    confirmation: { arrival: 'Ankunftsbestätigung', stay: 'Aufenthaltsbestätigung', attendance: 'Teilnahmebestätigung' },
    confirms: {
      arrival: '{institution} bestätigt, dass {name} zu der unten genannten Mobilität eingetroffen ist.',
      stay: '{institution} bestätigt den Aufenthalt von {name} zu der unten genannten Mobilität.',
      attendance: '{institution} bestätigt die Teilnahme von {name} an dem unten genannten Programm.',
    },
    types: {
      semester: 'Auslandssemester oder -jahr',
      'short-term-blended': 'Gemischte Kurzzeitmobilität',
      'short-term-doctoral': 'Kurzzeitmobilität in der Promotion',
      virtual: 'Virtuelle Mobilität',
      'micro-credential': 'Mobilität für einen Microcredential',
    },
    learner: 'Lernende Person',
    name: 'Name',
    birthDate: 'Geburtsdatum',
    esi: 'Europäische Studierendenkennung',
    mobility: 'Mobilität',
    sending: 'Entsendende Hochschule',
    receiving: 'Aufnehmende Hochschule',
    kind: 'Art der Mobilität',
    academicYear: 'Akademisches Jahr',
    period: 'Zeitraum',
    results: 'Leistungen',
    code: 'Kürzel',
    title: 'Titel',
    term: 'Zeitraum',
    ects: 'ECTS',
    grade: 'Ergebnis',
    assessedOn: 'Geprüft am',
    failed: 'nicht bestanden',
    total: 'Erworbene ECTS-Punkte',
    grading: 'Wie die Noten vergeben werden',
    gradingText: 'Wie oft jede Note vergeben wurde, damit sie sich vergleichen lässt.',
    scheme: 'Skala',
    distribution: 'Noten und Häufigkeit',
    recognition: 'Anerkennung durch die entsendende Hochschule',
    recognised: { full: 'Vollständig anerkannt am {day}.', partial: 'Teilweise anerkannt am {day}.', none: 'Nicht anerkannt, entschieden am {day}.' },
    recognisedAs: 'Anerkannt als',
    arrivedOn: 'Angekommen am',
    leftOn: 'Abgereist am',
    online: 'Virtueller Teil',
    hours: 'Stunden der Teilnahme',
    programme: 'Programm',
    signed: 'Ausgestellt von',
    replaces: 'Fassung {issue}; sie ersetzt die vorige.',
    check: 'Ist dieses Dokument echt?',
    checkText: 'Das Bild öffnet die Fassung, die gedruckt wurde. Sie können auch die Adresse und diesen Code eingeben:',
    checkPicture: 'QR-Code mit der Adresse dieses Dokuments',
    page: 'Seite {number} von {of}',
  },
  sv: {
    transcript: 'Studieutdrag (Transcript of Records)',
    confirmation: { arrival: 'Ankomstintyg', stay: 'Vistelseintyg', attendance: 'Deltagarintyg' },
    confirms: {
      arrival: '{institution} intygar att {name} har anlänt för den mobilitet som anges nedan.',
      stay: '{institution} intygar att {name} har vistats här för den mobilitet som anges nedan.',
      attendance: '{institution} intygar att {name} har deltagit i det program som anges nedan.',
    },
    types: {
      semester: 'Termin eller år utomlands',
      'short-term-blended': 'Kort blandad mobilitet',
      'short-term-doctoral': 'Kort doktorandmobilitet',
      virtual: 'Virtuell mobilitet',
      'micro-credential': 'Mobilitet för ett mikromeritintyg',
    },
    learner: 'Studerande',
    name: 'Namn',
    birthDate: 'Födelsedatum',
    esi: 'Europeisk studentidentifierare',
    mobility: 'Mobilitet',
    sending: 'Utsändande lärosäte',
    receiving: 'Mottagande lärosäte',
    kind: 'Typ av mobilitet',
    academicYear: 'Läsår',
    period: 'Period',
    results: 'Resultat',
    code: 'Kod',
    title: 'Benämning',
    term: 'Termin',
    ects: 'ECTS',
    grade: 'Resultat',
    assessedOn: 'Examinerad',
    failed: 'underkänd',
    total: 'Intjänade ECTS-poäng',
    grading: 'Hur betygen sätts',
    gradingText: 'Hur ofta varje betyg har getts, så att det kan jämföras.',
    scheme: 'Skala',
    distribution: 'Betyg och antal',
    recognition: 'Tillgodoräknande vid det utsändande lärosätet',
    recognised: {
      full: 'Tillgodoräknat i sin helhet den {day}.',
      partial: 'Delvis tillgodoräknat den {day}.',
      none: 'Inte tillgodoräknat, beslutat den {day}.',
    },
    recognisedAs: 'Tillgodoräknas som',
    arrivedOn: 'Anlände',
    leftOn: 'Avreste',
    online: 'Virtuell del',
    hours: 'Timmar av deltagande',
    programme: 'Program',
    signed: 'Utfärdat av',
    replaces: 'Version {issue}; den ersätter den föregående.',
    check: 'Är dokumentet äkta?',
    checkText: 'Bilden öppnar den version som skrevs ut. Du kan också ange adressen och denna kod:',
    checkPicture: 'QR-kod med adressen till detta dokument',
    page: 'Sida {number} av {of}',
  },
  pt: {
    transcript: 'Registo Académico (Transcript of Records)',
    confirmation: { arrival: 'Declaração de Chegada', stay: 'Declaração de Permanência', attendance: 'Declaração de Participação' },
    confirms: {
      arrival: '{institution} declara que {name} chegou para a mobilidade abaixo indicada.',
      stay: '{institution} declara que {name} permaneceu para a mobilidade abaixo indicada.',
      attendance: '{institution} declara que {name} participou no programa abaixo indicado.',
    },
    types: {
      semester: 'Semestre ou ano no estrangeiro',
      'short-term-blended': 'Mobilidade mista de curta duração',
      'short-term-doctoral': 'Mobilidade de doutoramento de curta duração',
      virtual: 'Mobilidade virtual',
      'micro-credential': 'Mobilidade para uma microcredencial',
    },
    learner: 'Estudante',
    name: 'Nome',
    birthDate: 'Data de nascimento',
    esi: 'Identificador Europeu de Estudante',
    mobility: 'Mobilidade',
    sending: 'Instituição de envio',
    receiving: 'Instituição de acolhimento',
    kind: 'Tipo de mobilidade',
    academicYear: 'Ano letivo',
    period: 'Período',
    results: 'Resultados',
    code: 'Código',
    title: 'Designação',
    term: 'Período letivo',
    ects: 'ECTS',
    grade: 'Resultado',
    assessedOn: 'Avaliado em',
    failed: 'não aprovado',
    total: 'Créditos ECTS obtidos',
    grading: 'Como são atribuídas as classificações',
    gradingText: 'Quantas vezes cada classificação foi atribuída, para que se possa comparar.',
    scheme: 'Escala',
    distribution: 'Classificações e frequência',
    recognition: 'Reconhecimento pela instituição de envio',
    recognised: { full: 'Reconhecido na totalidade em {day}.', partial: 'Reconhecido em parte em {day}.', none: 'Não reconhecido, decidido em {day}.' },
    recognisedAs: 'Reconhecido como',
    arrivedOn: 'Chegou em',
    leftOn: 'Partiu em',
    online: 'Parte virtual',
    hours: 'Horas de participação',
    programme: 'Programa',
    signed: 'Emitido por',
    replaces: 'Versão {issue}; substitui a anterior.',
    check: 'Este documento é autêntico?',
    checkText: 'A imagem abre a versão que foi impressa. Pode também escrever o endereço e este código:',
    checkPicture: 'Código QR com o endereço deste documento',
    page: 'Página {number} de {of}',
  },
}

/** Fills in the names in braces. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_found, name: string) => String(values[name] ?? ''))

const localeOf = (language: DocumentLanguage): string => ({ en: 'en-GB', de: 'de-DE', sv: 'sv-SE', pt: 'pt-PT' })[language]

/** A calendar day as the language writes it, in words, or `short` for tables; days have no zone. */
export const dayIn = (language: DocumentLanguage, day: string, style: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    ...(style === 'long' ? { dateStyle: 'long' } : { day: '2-digit', month: '2-digit', year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
/** A number as the language writes it. */
export const numberIn = (language: DocumentLanguage, value: number): string => new Intl.NumberFormat(localeOf(language)).format(value)
