import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import classes from './events.module.css'

// The library would fetch its module from elsewhere: it lies beside the application.
prepareZXingModule({ overrides: { locateFile: () => wasm } })
const EVERY = 250

/** Looks through the back camera for the session's QR code and gives its six digits. */
export default function Scanner({ onCode }: { onCode: (digits: string) => void }) {
  const { t } = useLingui()
  const video = useRef<HTMLVideoElement>(null)
  const [refused, setRefused] = useState(false)
  const found = useRef(onCode)
  found.current = onCode
  useEffect(() => {
    let stream: MediaStream | null = null
    let timer: ReturnType<typeof setTimeout>
    let stopped = false
    const canvas = document.createElement('canvas')
    const look = async () => {
      const picture = video.current
      if (stopped || !picture) return
      const context = canvas.getContext('2d', { willReadFrequently: true })
      if (picture.videoWidth > 0 && context) {
        canvas.width = picture.videoWidth
        canvas.height = picture.videoHeight
        context.drawImage(picture, 0, 0)
        const image = context.getImageData(0, 0, canvas.width, canvas.height)
        const results = await readBarcodes(image, { formats: ['QRCode'], maxNumberOfSymbols: 1 })
        const digits = results[0]?.text.match(/[?&]code=(\d{6})\b/)?.[1]
        if (digits && !stopped) {
          stopped = true
          found.current(digits)
          return
        }
      }
      timer = setTimeout(() => void look(), EVERY)
    }
    const start = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
        if (stopped || !video.current) return
        video.current.srcObject = stream
        await video.current.play()
        void look()
      } catch {
        setRefused(true)
      }
    }
    void start()
    return () => {
      stopped = true
      clearTimeout(timer)
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
  }, [])
  if (refused) {
    return (
      <p className={classes.note} role="status">
        <Trans>Камера недоступна. Разрешите её в настройках браузера или введите цифры с экрана.</Trans>
      </p>
    )
  }
  return <video ref={video} className={classes.video} muted playsInline aria-label={t`Камера`} />
}
