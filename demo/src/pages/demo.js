// The demo's own pages work without this; it spares a hand some work.
const copied = 'Copied'

/** Adds a copy button to everything that says what it copies. */
const addCopyButtons = (root) => {
  for (const element of root.querySelectorAll('[data-copy]')) {
    if (element.nextElementSibling?.matches('button.copy')) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = 'Copy'
    button.setAttribute('aria-label', `Copy ${element.dataset.what} ${element.dataset.copy}`)
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(element.dataset.copy)
      button.textContent = copied
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 1500)
    })
    element.after(button)
  }
}

const ids = (root) => [...root.querySelectorAll('[data-id]')].map(({ dataset }) => dataset.id).join()

/** Makes a list what the fresh one is. Items that stay are not touched: an open one stays open, and the focus where it is. */
const update = (list, fresh) => {
  const wanted = new Map([...fresh.children].map((item) => [item.dataset.id, item]))
  const kept = new Set()
  for (const item of list.querySelectorAll(':scope > li')) {
    if (wanted.has(item.dataset.id)) kept.add(item.dataset.id)
    else item.remove()
  }
  let next = list.firstElementChild
  for (const [id, item] of wanted) {
    if (kept.has(id)) next = next?.nextElementSibling ?? null
    else list.insertBefore(item, next)
  }
}

/** Fetches this page again and puts in what is new, so that nothing moves while nothing changes. */
const refresh = async (live) => {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#live')
  if (fresh === null || ids(fresh) === ids(live)) return
  // The status stays the same element: only then do screen readers speak its new words.
  live.querySelector('[role=status]').textContent = fresh.querySelector('[role=status]').textContent
  update(live.querySelector('ol'), fresh.querySelector('ol'))
  addCopyButtons(live)
}

if (navigator.clipboard !== undefined) addCopyButtons(document)
const live = document.querySelector('#live')
if (live !== null) setInterval(() => void refresh(live).catch(() => undefined), 1500)
if (document.querySelector('[data-reload]') !== null) setTimeout(() => location.reload(), 2000)
