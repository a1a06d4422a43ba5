// The page where one chooses what one is told: switches calls to this browser on and off.
const box = document.getElementById('devices')

function show(state: string): void {
  if (!box) return
  box.dataset.state = state
  for (const part of box.querySelectorAll<HTMLElement>('[data-when]')) {
    part.hidden = !(part.dataset.when ?? '').split(' ').includes(state)
  }
}

async function stand(): Promise<void> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    show('unable')
    return
  }
  if (Notification.permission === 'denied') {
    show('denied')
    return
  }
  const registration = await navigator.serviceWorker.ready
  show((await registration.pushManager.getSubscription()) ? 'on' : 'off')
}

async function switchOn(): Promise<void> {
  show('asking')
  try {
    if ((await Notification.requestPermission()) !== 'granted') return await stand()
    const registration = await navigator.serviceWorker.ready
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: box?.dataset.key ?? '',
    })
    const answer = await fetch('/account/notices/devices', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ endpoint: subscription.endpoint }),
    })
    if (answer.ok) location.assign('/account/notices?said=device#devices')
    else {
      await subscription.unsubscribe()
      show(answer.status === 409 ? 'many' : 'failed')
    }
  } catch {
    show('failed')
  }
}

async function switchOff(): Promise<void> {
  const registration = await navigator.serviceWorker.ready
  await (await registration.pushManager.getSubscription())?.unsubscribe()
  await stand()
}

box?.addEventListener('click', event => {
  const does = (event.target as Element).closest<HTMLElement>('[data-do]')?.dataset.do
  if (does === 'push-on') void switchOn()
  if (does === 'push-off') void switchOff()
})
if (box) void stand().catch(() => show('unable'))
