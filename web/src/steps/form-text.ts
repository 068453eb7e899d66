/** What stands in a field of a form, without the blanks around it; `''` where there is no such field. */
export const text = (form: FormData, name: string): string => exactText(form, name).trim()

/** What stands in a field, unaltered: passwords may begin and end with blanks. */
export const exactText = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
