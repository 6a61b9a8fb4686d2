import type { ReactNode } from 'react'

const icon = (paths: ReactNode) =>
  function Icon({ size = 18 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {paths}
      </svg>
    )
  }

export const HomeIcon = icon(<path d="M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5" />)
export const SchoolIcon = icon(<path d="M3 20h18M5 20V10l7-5 7 5v10M10 20v-5h4v5M12 10v.01" />)
export const DeficitIcon = icon(<path d="M5 4h14v16H5zM9 9h6M9 13h6M9 17h3" />)
export const MatrixIcon = icon(<path d="M4 4h16v16H4zM4 9.3h16M4 14.6h16M9.3 4v16M14.6 4v16" />)
export const ScopeIcon = icon(
  <path d="M12 4v4m0 0-6 4v4m6-8 6 4v4M4 16h4v4H4zm12 0h4v4h-4zM10 2.5h4v3h-4z" />,
)
export const CatalogueIcon = icon(
  <path d="M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zm0 13a3 3 0 0 1 3-3h11" />,
)
export const ProgramIcon = icon(<path d="M4 6h16v13H4zM9 6V4h6v2M4 11h16" />)
export const CalendarIcon = icon(<path d="M4 6h16v14H4zM4 11h16M8 3v5m8-5v5" />)
export const DayIcon = icon(<path d="M4 6h16v14H4zM4 10h16M8 3v4m8-4v4m-7.5 9 2.5 2.5 4.5-5" />)
export const PeopleIcon = icon(
  <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6 9c0-3.3 2.7-6 6-6s6 2.7 6 6m1-16a3.5 3.5 0 0 1 0 7m2 3.4c1.9 1 3 3 3 5.6" />,
)
export const KeyIcon = icon(
  <path d="M8 16a4 4 0 1 1 3.5-5.9L20 10v4h-3v3h-3v-3h-2.5A4 4 0 0 1 8 16zm0-4v.01" />,
)
export const MapIcon = icon(<path d="m3 6 6-2 6 2 6-2v14l-6 2-6-2-6 2zm6-2v14m6-12v14" />)
export const BellIcon = icon(<path d="M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15zm4 5h4" />)
export const SearchIcon = icon(<path d="M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm5-2 4.5 4.5" />)
export const MoreIcon = icon(<path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />)
