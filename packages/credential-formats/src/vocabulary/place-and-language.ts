import { authorityScheme, type Concept, concept } from './concept.ts'

const pairs = (text: string): ReadonlyMap<string, string> => new Map(text.split(/\s+/).map((pair) => pair.split(':') as [string, string]))

export const countryScheme = authorityScheme('country', 'country')
/** ISO 3166-1 alpha-2 to the authority table's code: the European Higher Education Area and frequent partners. Kosovo's code there is not an ISO one. */
const countries =
  pairs(`AD:AND AL:ALB AM:ARM AT:AUT AZ:AZE BA:BIH BE:BEL BG:BGR BY:BLR CH:CHE CY:CYP CZ:CZE DE:DEU DK:DNK EE:EST ES:ESP FI:FIN FO:FRO FR:FRA GB:GBR GE:GEO
GR:GRC HR:HRV HU:HUN IE:IRL IS:ISL IT:ITA KZ:KAZ LI:LIE LT:LTU LU:LUX LV:LVA MC:MCO MD:MDA ME:MNE MK:MKD MT:MLT NL:NLD NO:NOR PL:POL PT:PRT RO:ROU
RS:SRB RU:RUS SE:SWE SI:SVN SK:SVK SM:SMR TR:TUR UA:UKR VA:VAT XK:1A0 AE:ARE AR:ARG AU:AUS BR:BRA CA:CAN CL:CHL CN:CHN CO:COL DZ:DZA EG:EGY ET:ETH
GH:GHA ID:IDN IL:ISR IN:IND JO:JOR JP:JPN KE:KEN KR:KOR LB:LBN MA:MAR MX:MEX MY:MYS NG:NGA NZ:NZL PE:PER PK:PAK PS:PSE RW:RWA SG:SGP SN:SEN TH:THA
TN:TUN TW:TWN TZ:TZA UG:UGA US:USA UY:URY UZ:UZB VN:VNM ZA:ZAF`)
export const countryCodes: readonly string[] = [...countries.values()]

export const languageScheme = authorityScheme('language', 'language')
/** BCP 47 primary tag to the authority table's code. */
const languages =
  pairs(`bg:BUL cs:CES da:DAN de:DEU el:ELL en:ENG es:SPA et:EST fi:FIN fr:FRA ga:GLE hr:HRV hu:HUN it:ITA lt:LIT lv:LAV mt:MLT nl:NLD pl:POL pt:POR ro:RON
sk:SLK sl:SLV sv:SWE ar:ARA az:AZE be:BEL bs:BOS ca:CAT cy:CYM eu:EUS gl:GLG he:HEB hy:HYE is:ISL ja:JPN ka:KAT kk:KAZ ko:KOR la:LAT lb:LTZ mk:MKD
nb:NOB nn:NNO no:NOR ru:RUS sq:SQI sr:SRP tr:TUR uk:UKR zh:ZHO`)
export const languageCodes: readonly string[] = [...languages.values()]

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' })
const languageNames = new Intl.DisplayNames(['en'], { type: 'language' })

/** Undefined for a country that the table does not know: the caller has to say so, a guessed code would be sealed for ever. */
export function countryConcept(alpha2: string): Concept | undefined {
  const code = countries.get(alpha2)
  return code === undefined ? undefined : concept(countryScheme, code, countryNames.of(alpha2))
}
export function languageConcept(tag: string): Concept | undefined {
  const code = languages.get(tag)
  return code === undefined ? undefined : concept(languageScheme, code, languageNames.of(tag))
}
