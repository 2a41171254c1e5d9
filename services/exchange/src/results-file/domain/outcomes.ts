import { headerKey } from '@collegium/contracts'
import { remembered } from '../../files/domain/remembered.ts'

export type Outcome = 'passed' | 'failed' | 'withdrawn'

// What offices and student systems write, in the languages of Europe that use the Latin script.
const words: Readonly<Record<Outcome, string>> = {
  passed:
    'passed,pass,p,ok,yes,y,true,successful,completed,bestanden,best,ja,j,erfolgreich,mit Erfolg,godkänd,godkänt,g,avklarad,aprovado,aprovada,apto,apta,concluído,concluída,admis,admise,validé,reçu,reçue,réussi,aprobado,aprobada,superado,superada,hyväksytty,hyv,bestået,bestått,zaliczony,zaliczone,zal,zdał,geslaagd,voldoende,idoneo,superato',
  failed:
    'failed,fail,f,no,n,false,not passed,nicht bestanden,n. best.,nb,durchgefallen,nein,ohne Erfolg,underkänd,underkänt,ej godkänd,icke godkänd,u,reprovado,reprovada,não aprovado,não aprovada,inapto,refusé,refusée,ajourné,échoué,non validé,suspenso,no aprobado,no apto,no superado,hylätty,hyl,ikke bestået,ikke bestått,niezaliczony,gezakt,onvoldoende',
  withdrawn:
    'withdrawn,withdrew,withdraw,w,cancelled,dropped,dropped out,did not attend,deregistered,zurückgetreten,Rücktritt,abgemeldet,abgebrochen,avbruten,avbrott,avregistrerad,desistiu,desistente,desistência,anulou,abandon,abandonné,désisté,désistement,retirado,retirada,renuncia,perunut',
}

const known = new Map<string, Outcome>()
for (const [outcome, list] of Object.entries(words) as [Outcome, string][]) for (const word of list.split(',')) known.set(headerKey(word), outcome)

/** Reads PASS, bestanden, godkänd, aprovado and their like; undefined for a word that the hub does not know. */
export const readOutcome = remembered((text): Outcome | undefined => known.get(text) ?? known.get(headerKey(text)))
