import type { Language } from '@muster/shared/language'
import ar from '../messages/ar.json' with { type: 'json' }
import de from '../messages/de.json' with { type: 'json' }
import en from '../messages/en.json' with { type: 'json' }
import es from '../messages/es.json' with { type: 'json' }
import fr from '../messages/fr.json' with { type: 'json' }
import he from '../messages/he.json' with { type: 'json' }
import it from '../messages/it.json' with { type: 'json' }
import ja from '../messages/ja.json' with { type: 'json' }
import ko from '../messages/ko.json' with { type: 'json' }
import nl from '../messages/nl.json' with { type: 'json' }
import pl from '../messages/pl.json' with { type: 'json' }
import ptBR from '../messages/pt-BR.json' with { type: 'json' }
import tr from '../messages/tr.json' with { type: 'json' }
import zhHans from '../messages/zh-Hans.json' with { type: 'json' }
import type { MailMessages } from '../ports/mail-words.ts'

export type MailCatalog = { readonly [K in keyof MailMessages]: string }

/** The catalogs of the mails. Imported by name: an edge runtime has no folder to read. */
export const mailCatalogs: { readonly en: MailCatalog } & { readonly [L in Language]?: MailCatalog } = {
  ar,
  de,
  en,
  es,
  fr,
  he,
  it,
  ja,
  ko,
  nl,
  pl,
  'pt-BR': ptBR,
  tr,
  'zh-Hans': zhHans,
}
