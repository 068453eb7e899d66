import { useMessages } from '../messages/language.ts'

/** While the first answer is awaited: the same bones that index.html paints. */
export const LoadingCard = () => {
  const { frame } = useMessages()
  return (
    <div aria-busy="true">
      <div className="visually-hidden" role="status">
        <h1>{frame.loading}</h1>
      </div>
      <span className="frame-bone frame-bone-title" />
      <span className="frame-bone" />
      <span className="frame-bone frame-bone-field" />
      <span className="frame-bone frame-bone-field" />
    </div>
  )
}
