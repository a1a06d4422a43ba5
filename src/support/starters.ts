import type { Language } from '../../views/words/language.ts'

type Starters = Readonly<Record<'terms' | 'privacy' | 'rules' | 'contact', { title: string; body: string }>>

/**
 * What stands on the house's pages until the owner writes her own, in the house's language. Plain, harmless, true of the
 * software as it ships.
 */
export const STARTERS: Readonly<Record<Language, Starters>> = {
  en: {
    terms: {
      title: 'Terms',
      body: `These are the terms of this site. They are a plain starting text: the people who run the site will put their own in its place.

# Who may come in
You need an account to take part, but not to look around. You may have one account for watching. Keep your password to yourself; what happens with your account is yours to answer for.

# Who may go on air
Performers are invited and approved by the people who run the site. A performer shows only people who have agreed to be shown, and only works that may be shown.

# What is not allowed
The house rules say how we treat one another. Beyond them: nothing that breaks the law, nobody's picture without their agreement, no attempts to break into the site or into other people's accounts.

# What we may do
Who breaks the rules may be warned, kept off the air, suspended or banned. We name the rule and the reason. You can answer through the contact page.

# What we promise
We run this site with care. Broadcasts are live, so a line may fail and a picture may be late. We do not promise that the site is there at every hour.

# Leaving
You can delete your account at any time on your account page.`,
    },
    privacy: {
      title: 'Privacy',
      body: `This page says what the site keeps about you. It is a plain starting text: the people who run the site will put their own in its place.

# Looking around
No tracking, no advertising, nothing from other companies on any page. The site counts how many people watch a room, not who they are.

# Your account
We keep your name on the site, your password in a form that cannot be read back, your choices (such as the light or dark look), and when the account was made.

# Signing in
While you are signed in, one cookie knows your session. We keep a short note of the browser and of the network, not the whole address, so that you can see where you are signed in and end it.

# Going on air
Pictures and sound are passed on to viewers while you are live. For each broadcast we keep when it began and ended, its title and how many watched.

# Staff
What the people of the house do to an account is written into a log that cannot be changed unseen.

# Reports
A report keeps what you wrote and the contact you gave, if you gave one, so that we can look into it and answer.

# Your say
You can change your password, end your sessions and delete your account on your account page. For anything else, write to us: see the contact page.`,
    },
    rules: {
      title: 'House rules',
      body: `Short, so that everybody reads them.

# 1. Be kind
No insults, threats or hate. Disagree with the work, not with the person.

# 2. Only who agreed
Show only people who have agreed to be shown. Never share what is private about somebody else.

# 3. Your own work
Play, paint and dance what is yours or what you may use. Name who made the rest.

# 4. Safe on stage
Nothing that harms you or anybody else.

# 5. No tricks
No spam, no fake names of other people, no leading people away to be cheated.

## If something is wrong
Report it. The link is at the foot of every page, and you need no account.`,
    },
    contact: {
      title: 'Contact',
      body: `The people who run this site have not written their address here yet.

# To report something
Use the report form at the foot of every page. You need no account, and you get a code with which you can see what became of it.

# For performers
Your invite came from a person of this house. Write to her first.`,
    },
  },
  de: {
    terms: {
      title: 'Bedingungen',
      body: `Das sind die Bedingungen dieser Seite. Sie sind ein schlichter Starttext: Die Leute, die die Seite betreiben, werden ihren eigenen an seine Stelle setzen.

# Wer hereinkommen darf
Zum Mitmachen brauchst du ein Konto, zum Umsehen nicht. Zum Zuschauen darfst du ein Konto haben. Behalte dein Passwort für dich; was mit deinem Konto geschieht, hast du zu verantworten.

# Wer auf Sendung gehen darf
Wer auf die Bühne geht, wird von den Leuten, die die Seite betreiben, eingeladen und zugelassen. Gezeigt werden nur Menschen, die damit einverstanden sind, und nur Werke, die gezeigt werden dürfen.

# Was nicht erlaubt ist
Die Hausregeln sagen, wie wir miteinander umgehen. Darüber hinaus: nichts, was gegen das Gesetz verstößt, niemandes Bild ohne Einverständnis, keine Versuche, in die Seite oder in fremde Konten einzudringen.

# Was wir tun dürfen
Wer gegen die Regeln verstößt, kann ermahnt, von der Sendung ferngehalten, vorübergehend oder ganz gesperrt werden. Wir nennen die Regel und den Grund. Über die Kontaktseite kannst du antworten.

# Was wir versprechen
Wir betreiben diese Seite mit Sorgfalt. Sendungen sind live, also kann eine Leitung ausfallen und ein Bild sich verspäten. Wir versprechen nicht, dass die Seite zu jeder Stunde da ist.

# Gehen
Du kannst dein Konto jederzeit auf deiner Kontoseite löschen.`,
    },
    privacy: {
      title: 'Datenschutz',
      body: `Diese Seite sagt, was wir über dich aufbewahren. Sie ist ein schlichter Starttext: Die Leute, die die Seite betreiben, werden ihren eigenen an seine Stelle setzen.

# Sich umsehen
Keine Verfolgung, keine Werbung, auf keiner Seite etwas von anderen Firmen. Gezählt wird, wie viele in einem Raum zuschauen, nicht wer.

# Dein Konto
Wir behalten deinen Namen auf der Seite, dein Passwort in einer Form, die sich nicht zurücklesen lässt, deine Einstellungen (etwa Sprache und helles oder dunkles Aussehen), und wann das Konto angelegt wurde.

# Anmelden
Solange du angemeldet bist, kennt ein Cookie deine Sitzung. Wir behalten eine kurze Notiz über den Browser und das Netz, nicht die ganze Adresse, damit du sehen kannst, wo du angemeldet bist, und es beenden kannst.

# Auf Sendung gehen
Bild und Ton werden an alle weitergegeben, die zuschauen, solange du live bist. Von jeder Sendung behalten wir Anfang und Ende, den Titel und wie viele zugeschaut haben.

# Das Team
Was die Leute des Hauses mit einem Konto tun, wird in ein Protokoll geschrieben, das niemand unbemerkt ändern kann.

# Meldungen
Eine Meldung bewahrt, was du geschrieben hast, und wie wir dich erreichen, wenn du es angegeben hast, damit wir der Sache nachgehen und antworten können.

# Deine Rechte
Auf deiner Kontoseite kannst du dein Passwort ändern, Sitzungen beenden und dein Konto löschen. Für alles andere schreib uns: siehe die Kontaktseite.`,
    },
    rules: {
      title: 'Hausregeln',
      body: `Kurz, damit alle sie lesen.

# 1. Sei freundlich
Keine Beleidigungen, keine Drohungen, kein Hass. Widersprich dem Werk, nicht dem Menschen.

# 2. Nur wer einverstanden ist
Zeig nur Menschen, die damit einverstanden sind. Gib nie weiter, was an anderen privat ist.

# 3. Dein eigenes Werk
Spiel, mal und tanz, was dir gehört oder was du verwenden darfst. Nenn, wer den Rest gemacht hat.

# 4. Sicher auf der Bühne
Nichts, was dir oder anderen schadet.

# 5. Keine Tricks
Keine Massennachrichten, keine falschen Namen anderer Leute, niemanden weglocken, um ihn zu betrügen.

## Wenn etwas nicht stimmt
Melde es. Der Link steht am Fuß jeder Seite, und du brauchst kein Konto.`,
    },
    contact: {
      title: 'Kontakt',
      body: `Die Leute, die diese Seite betreiben, haben ihre Adresse noch nicht hierher geschrieben.

# Um etwas zu melden
Nimm das Formular am Fuß jeder Seite. Du brauchst kein Konto, und du bekommst einen Code, mit dem du siehst, was daraus geworden ist.

# Für alle, die auf die Bühne gehen
Deine Einladung kam von einem Menschen dieses Hauses. Schreib zuerst dieser Person.`,
    },
  },
}
