/** What an icon draws: the data of a path on 24 by 24. */
export type Drawing = string

export const alert: Drawing =
  'M12 8v5m0 3.2v.1M10.3 4.3L2.8 17.2A2 2 0 0 0 4.5 20h15a2 2 0 0 0 1.7-2.8L13.7 4.3a2 2 0 0 0-3.4 0z'
export const clock: Drawing = 'M12 7v5l3.2 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z'
export const shield: Drawing =
  'M12 3l7.5 2.8v5.4c0 4.6-3.1 8-7.5 9.8-4.4-1.8-7.5-5.2-7.5-9.8V5.8L12 3zM8.8 12l2.3 2.3 4.2-4.4'

/** A drawing beside words that say the same: hidden from assistive technology. `size` in CSS pixels of ordinary text; it grows with the text. */
export const Icon = ({ of, size = 20 }: { of: Drawing; size?: number }) => (
  <svg
    width={`${size / 16}rem`}
    height={`${size / 16}rem`}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.9"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={of} />
  </svg>
)
