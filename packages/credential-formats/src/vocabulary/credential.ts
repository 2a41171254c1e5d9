import { authorityScheme, concept, snbScheme } from './concept.ts'

export const profileScheme = snbScheme('credential profile', 'credential')
/** The profile of a credential that is neither accredited, converted nor issued by mandate in the Europass sense. */
export const genericProfile = concept(profileScheme, 'e34929035b', 'Generic')
export const profileCodes: readonly string[] = 'e34929035b 6dff8a0f87 48b514e72a 6cf8e68c43 bdc47cb449 c_7e400154 c_ae121a00 c_9a31f32a'.split(' ')

export const encodingScheme = snbScheme('content encoding', 'encoding')
export const base64Encoding = concept(encodingScheme, '6146cde7dd', 'base64')
export const encodingCodes: readonly string[] = ['6146cde7dd']

export const fileTypeScheme = authorityScheme('file type', 'file-type')
export const svgFile = concept(fileTypeScheme, 'SVG', 'SVG')
export const fileTypeCodes: readonly string[] = 'SVG PNG JPEG JPEG2000 GIF TIFF PDF HTML HTML5 XHTML TXT XML JSON JSON_LD'.split(' ')

/** Published context and profile an EDC names. VCDM 1.1: the v2 context and the EDC context redefine each other's protected terms. */
export const contexts = ['https://www.w3.org/2018/credentials/v1', 'http://data.europa.eu/snb/model/context/edc-ap'] as const
export const credentialSchema = { id: 'http://data.europa.eu/snb/model/ap/edc-generic-full', type: 'ShaclValidator2017' } as const
