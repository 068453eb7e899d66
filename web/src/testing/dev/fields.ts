const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set

/** Puts text into the page's field of this name, as a paste does: React hears of it. `false`: no such field is shown. */
export const fillIn = (name: string, text: string): boolean => {
  const field = document.querySelector<HTMLInputElement>(`main input[name="${name}"]`)
  if (field === null) return false
  setValue?.call(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return true
}
