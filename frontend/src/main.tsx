import './app/mantine.css'
import './app/fonts.css'
import './app/tokens.css'
import { createRoot } from 'react-dom/client'
import { Application } from './app/Application'
import { router } from './app/router'
import { activate, initialLocale } from './shared/i18n/locale'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// The language and the first route are loaded side by side, not one after the other.
await Promise.all([activate(initialLocale()), router.load().catch(() => undefined)])
createRoot(root).render(<Application />)
