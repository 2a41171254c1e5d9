/** Given and family names as they are common where the demo alliance's learners come from. Any resemblance of a combination is chance. */
export const given = [
  'Saga', 'Elvira', 'Nils', 'Åsa', 'Björn', 'Märta',
  'João', 'Inês', 'Conceição', 'Tomás', 'Mafalda',
  'Γιώργος', 'Ελένη', 'Αλέξανδρος', 'Χρυσούλα',
  'Caoimhe', 'Síle', 'Pádraig', 'Tadhg', 'Aoibhinn',
  'Łukasz', 'Żaneta', 'Małgorzata', 'Stanisław',
  'Çağla', 'İbrahim', 'Gülşen', 'Ömer', 'Şirin',
  'Jürgen', 'Käthe', 'Anna-Lena', 'Sören',
  'Zoë', 'Ngọc Anh', 'Chloé', 'José María',
] as const
export const family = [
  'Lindqvist', 'Åkerström', 'Sjöberg', 'Hägglund',
  'Conceição Simões', 'dos Santos', 'Magalhães', 'Brandão',
  'Παπαδόπουλος', 'Καραγιάννη', 'Οικονόμου',
  'Ó Súilleabháin', 'Ní Dhomhnaill', "O'Flaherty", 'Mac Giolla Phádraig',
  'Wiśniewska', 'Brzęczyszczykiewicz', 'Żółkiewski',
  'Yıldırım', 'Öztürk', 'Çelik', 'Şahin',
  'Groß', 'von der Heide', 'Müller-Lüdenscheidt',
  'Nguyễn', "d'Arc", 'García Núñez',
] as const
/** The same names in Latin letters, for addresses. */
export const ascii = (name: string): string =>
  name
    .replaceAll('ß', 'ss')
    .replaceAll('Ł', 'L')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .normalize('NFKD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
