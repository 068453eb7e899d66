import type { SimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { routes } from '@muster/shared/contract'
import { pathOf } from '@muster/shared/route'
import type { HttpHandler } from 'msw'
import type { EntraStep } from '../../entra/door.ts'
import type { Visitor } from '../entra-stub.ts'
import type { AnswerOf } from '../mock-bff.ts'
import { minutes } from '../time.ts'
import { devAccounts } from './accounts.ts'
import { type Choice, keepChoice, keptChoice } from './choice.ts'
import { type FaultName, turnOn } from './faults.ts'
import { type JumpName, jumps, jumpTo } from './jumps.ts'

type Mail = SimulatedPortal['neighbours']['mails'][number]

/** What the panel shows. */
export type Board = {
  readonly choice: Choice
  readonly mail: Mail | undefined
  /** Somebody stands at Microsoft's page, and `answer` is what they do there. */
  readonly visit: { readonly loginHint: string; readonly answer: (visitor: Visitor) => void } | undefined
}

type Network = { readonly use: (...handlers: HttpHandler[]) => void; readonly resetHandlers: () => void }

type DevWorldOptions = {
  readonly portal: SimulatedPortal
  readonly answer: AnswerOf
  readonly network: Network
  readonly storage: Storage
  /** Loads the document anew, at this path. */
  readonly load: (path: string) => void
}

/** Resolves once the page shows what this selector finds. */
const shown = (selector: string): Promise<void> =>
  new Promise((done) => {
    const look = () => {
      if (document.querySelector(selector) === null) return
      observer.disconnect()
      done()
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, subtree: true })
    look()
  })

export type DevWorld = ReturnType<typeof createDevWorld>

/** The development world: the real app on memory ports, and the hands that move what surrounds it. */
export const createDevWorld = ({ portal, answer, network, storage, load }: DevWorldOptions) => {
  let board: Board = { choice: keptChoice(storage), mail: undefined, visit: undefined }
  const onlookers = new Set<() => void>()
  const show = (change: Partial<Board>): void => {
    board = { ...board, ...change }
    for (const look of onlookers) look()
  }
  const choose = (change: Partial<Choice>): void => {
    const choice = { ...board.choice, ...change }
    keepChoice(storage, choice)
    show({ choice })
  }
  const setFault = (fault: FaultName): void => {
    choose({ fault })
    network.resetHandlers()
    network.use(...turnOn(fault, portal, answer))
  }
  /** The page looks where it stands, as when somebody comes back to its tab. */
  const lookAgain = (): void => void window.dispatchEvent(new Event('focus'))
  const readMail = async (): Promise<void> => {
    const [mail] = await portal.deliver()
    if (mail !== board.mail) show({ mail })
  }
  const pass = (count: number): void => {
    portal.advance(minutes(count))
    void readMail().then(lookAgain)
  }
  const openPath = pathOf(routes.open)
  let awaited: JumpName | undefined

  return {
    board: () => board,
    subscribe: (look: () => void) => {
      onlookers.add(look)
      return () => void onlookers.delete(look)
    },
    choose,
    setFault,
    readMail,
    pass,
    /** Begins anew: at the chosen account's first page, or at another page that the chosen person is brought to. */
    begin: ({ jump, ...change }: Partial<Choice>): void => {
      const { jump: _before, ...kept } = board.choice
      const choice = { ...kept, ...change, ...(jump === undefined ? {} : { jump }) }
      keepChoice(storage, choice)
      load(`/${choice.account}`)
    },
    /** Does in the fresh world what was chosen in the one before, unless the address asks for something else. Gives the path of the page where that led. */
    resume: async (path: string): Promise<string> => {
      const [, account = ''] = path.split('/')
      const isAnother = account !== board.choice.account && devAccounts.some(({ id }) => id === account)
      if (isAnother) {
        const { jump: _before, ...kept } = board.choice
        show({ choice: { ...kept, account } })
      }
      const { jump, fault } = board.choice
      if (jump !== undefined) choose(await jumpTo({ portal, answer }, jump, board.choice))
      setFault(fault)
      await readMail()
      awaited = jump
      return jump === undefined ? path : `/${board.choice.account}`
    },
    /** The page was answered this. What was to come about while it is open does so once it has opened. */
    answered: (request: Request): void => {
      const isOpening = request.method === 'POST' && new URL(request.url).pathname === openPath
      const meanwhile = awaited && jumps[awaited].meanwhile
      if (!isOpening || meanwhile === undefined) return
      awaited = undefined
      meanwhile(portal)
      void shown('#page-title').then(lookAgain)
    },
    atMicrosoft: ({ loginHint }: EntraStep): Promise<Visitor> =>
      new Promise((done) => {
        const answered = (visitor: Visitor) => {
          show({ visit: undefined })
          done(visitor)
        }
        show({ visit: { loginHint, answer: answered } })
      }),
  }
}
