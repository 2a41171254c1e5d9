import { Anchor, Button, Group, type MantineColorScheme, NativeSelect, Text, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { type SignedIn, sessionQuery, signOut } from '../hub/session.ts'
import { Asked } from '../status/asked.tsx'
import { type Language, languages, useWords } from '../words/words.tsx'
import { SignInPage } from './sign-in-page.tsx'

/** What stands around every page: where one is, who one is, language and colours. */
export function Frame() {
  const { t } = useWords()
  const session = useQuery(sessionQuery)
  return (
    <>
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <header className="frame-head">
        <Text fw={700} size="lg" component="span">
          Collegium
        </Text>
        <Pages session={session.data?.signedIn ? session.data : null} />
        {session.data?.signedIn && <Person session={session.data} />}
        <Settings />
      </header>
      <main id="content" className="frame-main" tabIndex={-1}>
        <Asked query={session}>{(answer) => (answer.signedIn ? <Outlet /> : <SignInPage />)}</Asked>
      </main>
    </>
  )
}

/** Roles that decide cases. */
const desks: readonly string[] = ['recognition-office', 'examination-board']

/** Pages of an office, or of a student. Before the sign-in there is only what everybody may know of. */
function Pages({ session }: { readonly session: SignedIn | null }) {
  const { t } = useWords()
  return (
    <nav aria-label={t('app.pages')} style={{ flex: 1 }}>
      <Group gap="md">
        {session?.kind === 'learner' && (
          <Anchor component={Link} to="/my-agreement">
            {t('mine.title')}
          </Anchor>
        )}
        <Anchor component={Link} to="/joint-course-results">
          {t('courses.title')}
        </Anchor>
        {session && session.kind !== 'learner' && (
          <Anchor component={Link} to="/agreements">
            {t('agreements.title')}
          </Anchor>
        )}
        {session?.roles.some((role) => desks.includes(role)) && (
          <Anchor component={Link} to="/recognition">
            {t('cases.title')}
          </Anchor>
        )}
      </Group>
    </nav>
  )
}

function Person({ session }: { readonly session: SignedIn }) {
  const { t } = useWords()
  return (
    <Group gap="xs">
      <Text size="sm">{session.displayName}</Text>
      <Button size="compact-sm" variant="default" onClick={() => void signOut()}>
        {t('session.signOut')}
      </Button>
    </Group>
  )
}

const schemes = ['auto', 'light', 'dark'] as const satisfies readonly MantineColorScheme[]

function Settings() {
  const { t, language, setLanguage } = useWords()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Group gap="xs">
      <NativeSelect
        size="xs"
        aria-label={t('app.language')}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      />
      <NativeSelect
        size="xs"
        aria-label={t('app.colours')}
        value={colorScheme}
        onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
        data={schemes.map((value) => ({ value, label: t(`app.scheme.${value}`) }))}
      />
    </Group>
  )
}
