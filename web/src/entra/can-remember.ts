/** Characters: more than MSAL keeps for the way back. */
const roomNeeded = 16_384

/** Whether this browser lets a page remember, across the visit to Microsoft, all that it has to. */
export const canRemember = (): boolean => {
  try {
    sessionStorage.setItem('muster.probe', '1'.repeat(roomNeeded))
    sessionStorage.removeItem('muster.probe')
    return true
  } catch {
    return false
  }
}
