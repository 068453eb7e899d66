import { html } from 'hono/html'
import { type Html, layout } from './layout.ts'

/** Shown in the portal's place while its process is not there. */
export const downPage = (): Html =>
  layout(
    { title: 'The portal is not answering', at: '' },
    html`
    <section class="narrow" data-reload>
      <h1>The portal is not answering</h1>
      <p class="lead">Its process has stopped, and the demo is starting it again. This page tries by itself every two seconds; nothing that was confirmed to you is lost.</p>
      <p><a class="button" href="">Try now</a></p>
    </section>`,
  )
