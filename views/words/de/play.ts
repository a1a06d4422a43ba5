import type { play as english } from '../en/play.ts'

export const play: typeof english = {
  picture: {
    hint: 'JPEG, PNG oder WebP, bis 15 MB. Ort und Kamera werden weggelassen.',
    part: 'Welcher Teil gezeigt wird',
    partHelp: 'Zieh das Bild, oder bewege es mit den Pfeiltasten.',
    closer: 'Näher',
    refused: {
      missing: 'Wähle zuerst ein Bild.',
      'too-large': 'Diese Datei ist größer als 15 MB. Wähle eine kleinere.',
      'not-a-picture': 'Das ist kein Bild. Wähle ein JPEG, PNG oder WebP.',
      'other-kind': 'Diese Art Bild wird hier nicht gezeigt. Speichere es als JPEG, PNG oder WebP.',
      animated: 'Dieses Bild bewegt sich. Wähle eines, das still steht.',
      'too-many-pixels': 'Dieses Bild hat mehr als 40 Megapixel. Mach es kleiner und sende es noch einmal.',
      'too-small': 'Dieses Bild ist zu klein, um etwas zu sehen. Wähle ein größeres.',
      broken: 'Dieses Bild ist beschädigt oder abgeschnitten. Öffne es, speichere es neu und sende es noch einmal.',
      enough: 'Für noch eines ist kein Platz. Entferne zuerst eines.',
      busy: 'Das Haus zeichnet gerade andere Bilder. Sende es gleich noch einmal.',
      often: 'Genug Bilder für diese Stunde. Versuch es später wieder.',
      'no-room': 'Das Bild konnte nicht gespeichert werden. Nichts wurde geändert. Versuch es später wieder.',
    },
  },
  face: {
    title: 'Dein Bild',
    help: 'Es steht neben deinem Namen. Alle sehen es.',
    none: 'Ohne Bild steht dort der erste Buchstabe deines Namens.',
    choose: 'Bild',
    save: 'Bild speichern',
    saving: 'Speichert',
    remove: 'Bild entfernen',
    saved: 'Dein Bild ist gespeichert.',
    removed: 'Dein Bild ist entfernt.',
    alt: 'Dein Bild jetzt',
  },
}
