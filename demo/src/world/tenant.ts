/** The simulated Entra tenant and the applications registered in it; every account shares them. */
export const tenant = {
  tenantId: '7d2f1c64-0b3a-4e58-9c17-2a6f8e5d4b01',
  spaClientId: 'a1e64b9d-52c8-4f07-8d3e-6b1f0c9a7e12',
  apiClientId: 'c84f2e17-9a6d-4b35-b0f8-1d7e3a5c6f23',
  passwordGrantClientId: 'e5b7d390-1c4f-4a82-97ad-8f2c6e0b4d34',
  /** What `-mfa` accounts of the new workflow ask for. */
  authenticationContext: 'c1',
} as const
