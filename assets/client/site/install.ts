import { workerUrl } from '../live/trusted.ts'

/** Keeps the page for the moment without a network, and says quietly when that moment is there. */
export function install(): void {
  const bar = document.getElementById('offline-bar')
  if (bar && !document.querySelector('#chat[data-room], #stage[data-room]')) {
    const tell = () => {
      bar.hidden = navigator.onLine
    }
    window.addEventListener('online', tell)
    window.addEventListener('offline', tell)
    tell()
  }
  // A certificate that the browser does not trust gets no worker: the site works without.
  if ('serviceWorker' in navigator) void navigator.serviceWorker.register(workerUrl()).catch(() => {})
}
