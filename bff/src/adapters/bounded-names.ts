/** The first `most` names as they are, and all who come later as `other`: a label for each would be series without end. */
export const boundedNames = (most: number): ((name: string) => string) => {
  const known = new Set<string>()
  return (name) => {
    if (known.has(name)) return name
    if (known.size >= most) return 'other'
    known.add(name)
    return name
  }
}
