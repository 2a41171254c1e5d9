/**
 * The published files that checks lean on, by the SHA-256 of the bytes they were tried with. A file that differs is treated as missing:
 * a changed shape would change verdicts without anyone having decided so.
 */
export const pinnedFiles = {
  vcContext: { path: 'vc/1edtech-schemas/vc-data-model-v1.context.json', sha256: '7d9769715abda5bdec90dbae04dd39807e9d0e232fdb9b13456d78b52624de98' },
  context110: { path: 'elm/published-context/edc-ap.jsonld', sha256: '0d1601851454136b3e893cfe79babd189e1d63b276992bd687a4cbbb426d0886' },
  full110: { path: 'elm/rdf/ap/edc/EDC-generic-full.ttl', sha256: '5e409f5bb79e0013867f63b8e5174ae4013bb971a0d729fd77ba2fb531e1be8b' },
  noCv110: { path: 'elm/rdf/ap/edc/EDC-generic-no-cv.ttl', sha256: '14e691293cad67283301f032b946fdf104687547327bfd0eef747afa3316115d' },
  context120: { path: 'elm/elm-3.2-lts/edc-ap-context.jsonld', sha256: 'fde0b3fd92e98a8870c173fb98baff361be6dd07e44653a9a5ac6c0fe626b411' },
  full120: { path: 'elm/elm-3.2-lts/EDC-generic-full.ttl', sha256: '3035390e491a534a85faa4855e6616c7ca9379919bddafa9238bce97c2c2ad62' },
  noCv120: { path: 'elm/elm-3.2-lts/EDC-generic-no-cv.ttl', sha256: 'd8268d9950a527b174c5eb5b6f06a0d531b1d6fd281a90a1c5b47712b5fca3ec' },
} as const
export type PinnedFile = keyof typeof pinnedFiles

/** Published code lists that are longer than the hub's own tables, by the IRI of their scheme. */
export const pinnedLists = [
  {
    scheme: 'http://data.europa.eu/snb/isced-f/25831c2',
    path: 'elm/cv-xsd/isced-f.xsd',
    sha256: '3b61e44d1533e2b76a7761c6cec239e3990ca8fd7c41009c987c28d398969fa7',
  },
  {
    scheme: 'http://publications.europa.eu/resource/authority/country',
    path: 'elm/cv-xsd/country.xsd',
    sha256: 'a7590b829b0c77da3579cf61b2799b7c343f4a404aefca5a9930398ec6fd468f',
  },
  {
    scheme: 'http://publications.europa.eu/resource/authority/language',
    path: 'elm/cv-xsd/language.xsd',
    sha256: 'd22631a0b7cbb8eba59882fcd081d54600b0a14c3e39ebaa496b6bad6ae5ce54',
  },
  { scheme: 'http://data.europa.eu/snb/qdr/25831c2', path: 'elm/cv-xsd/nqf.xsd', sha256: 'acbe5e038c1945c20bb1ca4d5311cb5a5c2b41f0edec657271bb0c30b3dc19d9' },
  {
    scheme: 'http://data.europa.eu/snb/learning-activity/25831c2',
    path: 'elm/cv-xsd/europass-learning-activity-types.xsd',
    sha256: '88309896a0ecd40eed81c0470d8a96851765978e8a0ee02ab133f58d658b5eea',
  },
  {
    scheme: 'http://publications.europa.eu/resource/authority/file-type',
    path: 'elm/cv-xsd/file-type.xsd',
    sha256: 'f592aed3c0f7542793c61593606c36be56fc37a4174fdd8e52f2b6389ee69d97',
  },
] as const
