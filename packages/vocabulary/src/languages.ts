// ISO 639-1.
const codes =
  'aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'.split(
    ' ',
  )
const known = new Set(codes)

/** Every language of ISO 639-1, in alphabetical order. */
export const languages: readonly string[] = codes
/** The official languages of the European Union. */
export const officialLanguages = [
  'bg',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'fi',
  'fr',
  'ga',
  'hr',
  'hu',
  'it',
  'lt',
  'lv',
  'mt',
  'nl',
  'pl',
  'pt',
  'ro',
  'sk',
  'sl',
  'sv',
] as const
/** Reads the language of a BCP 47 tag ("de", "de-AT", "DE"). Null for a language that ISO 639-1 does not have. */
export function parseLanguage(text: string): string | null {
  const code = text.trim().toLowerCase().split(/[-_]/)[0]!
  return known.has(code) ? code : null
}
/** The language's name in a language of the reader. */
export const languageName = (code: string, language = 'en'): string => new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
