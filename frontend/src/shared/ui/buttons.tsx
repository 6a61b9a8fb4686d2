import { Button } from '@mantine/core'
import { createLink } from '@tanstack/react-router'

/** A link that looks like a button, for the one step that leads to another page. */
export const ButtonLink = createLink(Button<'a'>)
