import { useMutation, type UseMutationOptions, useQueryClient } from '@tanstack/react-query'

/** A mutation that is not begun again while it is under way: `isPending` shows one tick too late for a second tap. */
export const useOneAtATime = <Data, Variables>(options: UseMutationOptions<Data, Error, Variables>) => {
  const client = useQueryClient()
  const mutation = useMutation(options)
  const mutate = (variables: Variables): void => {
    if (client.isMutating({ mutationKey: options.mutationKey ?? [] }) === 0) mutation.mutate(variables)
  }
  return { ...mutation, mutate }
}
