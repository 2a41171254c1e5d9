import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { FieldTable } from '../status/field-table.tsx'
import { useWords } from '../words/words.tsx'
import type { Component, Content } from './agreement.ts'

/** In the order of the programme's form: A, B, C, then the single tables of blended and doctoral mobility. */
export const tables = ['studied', 'recognised', 'virtual', 'blended', 'doctoral'] as const

export const ectsOf = (components: readonly Component[]): number =>
  components.flatMap(({ credits }) => credits.filter(({ scheme }) => scheme === 'ects').map(({ value }) => value)).reduce((sum, value) => sum + value, 0)

/** What the three parties sign: the tables with their links, the dates, and what else the form asks. */
export function AgreementTables({ content }: { readonly content: Content }) {
  const { t, day, number, ofCode } = useWords()
  const byId = new Map(content.components.map((one) => [one.id, one]))
  const linksOf = (one: Component) =>
    content.links.flatMap((link) => {
      const other = link.studied === one.id ? byId.get(link.recognised) : link.recognised === one.id ? byId.get(link.studied) : undefined
      return other ? [other] : []
    })
  const facts = [
    ...(['physical', 'virtual'] as const).flatMap((part) => {
      const period = content[part]
      return period ? [[t(`content.${part}`), `${day(period.startsOn)} – ${day(period.endsOn)}`] as const] : []
    }),
    [t('content.language'), `${content.languageTag.toUpperCase()}, ${content.languageLevel}`] as const,
    [t('content.iscedF'), [content.iscedF, content.iscedClarification].filter(Boolean).join(' ')] as const,
    [t('content.eqfLevel'), String(content.eqfLevel)] as const,
    ...(content.target ? [[t('content.target'), `${content.target.title} (${content.target.code})`] as const] : []),
  ]
  return (
    <Stack>
      {tables.map((table) => {
        const rows = content.components.filter((one) => one.table === table)
        return (
          rows.length > 0 && (
            <FieldTable
              key={table}
              caption={t('content.tableSum', { table: ofCode('table', table), ects: number(ectsOf(rows)) })}
              rows={rows}
              keyOf={(one) => one.id}
              fields={[
                {
                  header: t('content.component'),
                  cell: (one) => (
                    <>
                      <span id={`component-${one.id}`} lang="">
                        {one.title || t('content.noTitle')}
                      </span>
                      <Text size="sm" c="dimmed">
                        {[one.losCode, one.term && t('content.termOf', { term: one.term }), one.form && ofCode('form', one.form)].filter(Boolean).join(' · ')}
                      </Text>
                      {one.shortDescription && (
                        <Text size="sm" lang="">
                          {one.shortDescription}
                        </Text>
                      )}
                      {one.period && <Text size="sm">{`${day(one.period.startsOn)} – ${day(one.period.endsOn)}`}</Text>}
                      {one.teachingPartner && <Text size="sm">{t('content.taughtBy', { partner: one.teachingPartner })}</Text>}
                    </>
                  ),
                },
                {
                  header: t('content.credits'),
                  number: true,
                  cell: (one) => one.credits.map(({ scheme, value }) => `${number(value)} ${scheme === 'ects' ? 'ECTS' : scheme}`).join(', '),
                },
                {
                  header: t(table === 'recognised' ? 'content.recognisedFrom' : 'content.recognisedAs'),
                  cell: (one) => {
                    const linked = linksOf(one)
                    return linked.length === 0 ? (
                      <Text size="sm" c="dimmed">
                        {t('content.notLinked')}
                      </Text>
                    ) : (
                      <Group gap="xs">
                        {linked.map((other) => (
                          <Anchor key={other.id} href={`#component-${other.id}`} lang="">
                            {other.title || t('content.noTitle')}
                          </Anchor>
                        ))}
                      </Group>
                    )
                  },
                },
                ...(table === 'studied'
                  ? []
                  : [
                      {
                        header: t('content.recognition'),
                        cell: (one: Component) => (one.automaticRecognition ? t('content.automatic') : (one.recognitionConditions ?? t('content.undecided'))),
                      },
                    ]),
              ]}
            />
          )
        )
      })}
      {content.components.length === 0 && <Text c="dimmed">{t('content.empty')}</Text>}
      <div>
        <Title order={3} size="h4">
          {t('content.facts')}
        </Title>
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Stack>
  )
}
