import i18next, { type TFunction } from 'i18next'
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from 'react'
import de from './de.json'
import en from './en.json'
import pt from './pt.json'
import sv from './sv.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
    returnNull: false
  }
}

export const languages = { en: 'English', de: 'Deutsch', sv: 'Svenska', pt: 'Português' } as const
export type Language = keyof typeof languages
/** British English writes days as the offices of Europe do. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', sv: 'sv-SE', pt: 'pt-PT' }
const keptAs = 'collegium-language'

const translations = i18next.createInstance()
void translations.init({
  resources: { en: { translation: en }, de: { translation: de }, sv: { translation: sv }, pt: { translation: pt } },
  lng: 'en',
  fallbackLng: 'en',
  interpolation: { escapeValue: false },
})

export interface Words {
  readonly language: Language
  readonly t: TFunction
  setLanguage(language: Language): void
  /** The words of a code that the hub may have learned after this console was built; the code itself where there are none. */
  ofCode(
    group:
      | 'problem'
      | 'reason'
      | 'whyChanged'
      | 'verdict'
      | 'check'
      | 'outcome'
      | 'credentialState'
      | 'caseState'
      | 'recognised'
      | 'deliveryState'
      | 'eventKind'
      | 'kind'
      | 'mobilityType'
      | 'agreementStatus'
      | 'proposalState'
      | 'agreementMove'
      | 'agreementRule'
      | 'callOffReason'
      | 'changeReason'
      | 'form'
      | 'nextStep'
      | 'place'
      | 'side'
      | 'table'
      | 'tableMeans'
      | 'tableShort'
      | 'targetKind'
      | 'role'
      | 'field'
      | 'criterion'
      | 'overrideReason'
      | 'overlapRule'
      | 'confirmation'
      | 'recognitionVerdict'
      | 'recognitionBecause'
      | 'caseMove',
    code: string,
  ): string
  /** What happened, why, what next; null where the console has no words for the code. */
  ofFault(code: string): { readonly what: string; readonly why: string; readonly next: string } | null
  number(value: number, digits?: number): string
  /** A calendar day, ISO 8601. */
  day(iso: string): string
  /** An instant. */
  instant(iso: string): string
  /** A day until which something has to be done, in full with its weekday. */
  deadline(iso: string): string
  /** How many days from today a day is, negative where it is past, and in words. */
  daysAway(iso: string): { readonly count: number; readonly words: string }
}

const WordsContext = createContext<Words | null>(null)

const keptLanguage = (): Language => {
  const kept = [localStorage.getItem(keptAs), navigator.language.slice(0, 2)]
  return kept.find((one): one is Language => one !== null && one in languages) ?? 'en'
}

export function WordsProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(keptLanguage)
  useLayoutEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(keptAs, language)
  }, [language])
  const words = useMemo(() => wordsIn(language, setLanguage), [language])
  return <WordsContext value={words}>{children}</WordsContext>
}

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('WordsProvider stands above everything that speaks')
  return words
}

function wordsIn(language: Language, setLanguage: (language: Language) => void): Words {
  const t = translations.getFixedT(language)
  const locale = locales[language]
  const dayForm = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const instantForm = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const deadlineForm = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const awayForm = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const known = (key: string) => translations.exists(key, { lng: language })
  // Codes come from the hub at run time, so these keys cannot be checked by the compiler.
  const loose = t as unknown as (key: string) => string
  return {
    language,
    t,
    setLanguage,
    ofCode: (group, code) => {
      // Dots part the keys of a word, so a code that holds some is kept with dashes.
      const key = `${group}.${code.replaceAll('.', '-')}`
      return known(key) ? loose(key) : code
    },
    ofFault: (code) =>
      known(`fault.${code}.what`) ? { what: loose(`fault.${code}.what`), why: loose(`fault.${code}.why`), next: loose(`fault.${code}.next`) } : null,
    number: (value, digits = 1) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    day: (iso) => dayForm.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)),
    instant: (iso) => instantForm.format(new Date(iso)),
    deadline: (iso) => deadlineForm.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)),
    daysAway: (iso) => {
      const count = Math.round((Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) - Date.parse(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`)) / 86_400_000)
      return { count, words: awayForm.format(count, 'day') }
    },
  }
}
