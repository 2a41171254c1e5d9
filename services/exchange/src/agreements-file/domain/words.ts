import { headerKey, type MobilityType, type SubmittedAgreement } from '@collegium/contracts'

type Table = SubmittedAgreement['components'][number]['table']

/** Finds a code by what offices write for it, without regard to case, accents, blanks and punctuation. */
function readerOf<Code extends string>(words: Readonly<Record<Code, string>>): (text: string) => Code | undefined {
  const known = new Map<string, Code>()
  for (const [code, list] of Object.entries(words) as [Code, string][]) for (const word of [code, ...list.split(',')]) known.set(headerKey(word), code)
  return (text) => known.get(headerKey(text))
}

export const readMobilityType = readerOf<MobilityType>({
  semester:
    'term,semester mobility,long-term,long term,studies,study,SMS,Semestermobilität,Auslandssemester,Studienaufenthalt,Langzeit,terminsutbyte,termin,utbyte,långtidsmobilitet,semestre,mobilidade semestral,estudos,longa duração',
  'short-term-blended':
    'blended,BIP,short-term blended mobility,blended intensive programme,Kurzzeitmobilität blended,blandad mobilitet,blandad korttidsmobilitet,mobilidade mista,mobilidade mista de curta duração',
  'short-term-doctoral': 'doctoral,PhD,short-term doctoral mobility,Promovierende,Kurzzeitmobilität Promotion,doktorand,doutoramento,doutoral',
  virtual: 'virtual mobility,online,virtuell,virtuelle Mobilität,virtuell mobilitet,mobilidade virtual',
  'micro-credential': 'microcredential,micro credential,Micro-Degree,mikromeriter,mikromerit,microcredencial',
})

export const readTable = readerOf<Table>({
  studied: 'A,table A,Tabelle A,tabell A,tabela A,studied there,host',
  recognised: 'B,table B,Tabelle B,tabell B,tabela B,recognized,home',
  virtual: 'C,table C,Tabelle C,tabell C,tabela C,virtuell',
  blended: 'blended component,BIP',
  doctoral: 'doctoral component,PhD',
})

/** ISO 5218. */
export const readGender = readerOf<'0' | '1' | '2' | '9'>({
  '0': 'not known,unknown,unbekannt,okänt,desconhecido',
  '1': 'male,m,man,männlich,mann,masculino',
  '2': 'female,f,woman,w,weiblich,frau,kvinna,k,feminino',
  '9': 'not applicable,not specified,diverse,divers,d,x,other,annat,outro,n/a',
})

const halves = readerOf<'1/2' | '2/2'>({
  '1/2': 'winter,autumn,fall,first,Wintersemester,WS,WiSe,Herbst,höst,HT,hösttermin,outono,inverno,primeiro,1st,S1',
  '2/2': 'spring,summer,second,Sommersemester,SS,SoSe,Frühjahr,vår,VT,vårtermin,primavera,verão,segundo,2nd,S2',
})

/** "1/2", "2 of 3", "winter", "HT", a bare 1 or 2 for the halves of a year; undefined for anything else. */
export function readTerm(text: string): string | undefined {
  const counted = /^(\d{1,2})(?:\s*(?:\/|of|von|av|de)\s*(\d{1,2}))?\.?$/i.exec(text)
  if (!counted) return halves(text)
  const [number, of] = [Number(counted[1]), Number(counted[2] ?? 2)]
  return number >= 1 && number <= of && of <= 12 ? `${number}/${of}` : undefined
}

const languageNames = readerOf({
  en: 'English,Englisch,engelska,inglês',
  de: 'German,Deutsch,tyska,alemão',
  sv: 'Swedish,Schwedisch,svenska,sueco',
  pt: 'Portuguese,Portugiesisch,portugisiska,português',
  fr: 'French,Französisch,franska,francês',
  es: 'Spanish,Spanisch,spanska,espanhol',
  it: 'Italian,Italienisch,italienska,italiano',
})
/** The language by its usual name in English, German, Swedish or Portuguese. */
export const readLanguageName = (text: string): string | undefined => languageNames(text)
