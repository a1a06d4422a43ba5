// Our own list: sign, words to find it by in English, then in German. The first word of each is its name.
const TABLE = `
faces
😀 grin smile happy face|grinsen lächeln froh
😃 smile happy joy|lächeln froh freude
😄 glad smile laugh eyes|fröhlich lachen
😁 beam teeth grin|strahlen zähne grinsen
😆 laugh haha|lachen haha
😅 phew sweat relief|puh schweiß erleichtert
🤣 rofl floor laughing|kugeln boden lachen
😂 joy tears laugh lol|freudentränen lachen weinen
🙂 okay slight smile|leicht lächeln gut
🙃 upside-down silly|kopfüber albern
😉 wink|zwinkern
😊 blush warm smile shy|erröten warm lächeln
😇 angel halo innocent|engel unschuldig heilig
🥰 adore hearts love|anhimmeln herzen liebe
😍 heart-eyes love wow|herzaugen verliebt liebe
🤩 starstruck wow stars|sternenaugen begeistert
😘 kiss blow|kuss bussi
😋 yum tasty tongue|lecker zunge
😛 tongue cheeky|zunge frech
😜 crazy wink tongue|verrückt zwinkern zunge
🤪 zany goofy|durchgeknallt albern
🤗 hug hands|umarmung drücken
🤭 giggle oops hand|kichern hand mund
🤫 shush quiet secret|psst leise geheim
🤔 think hmm|nachdenken hmm
🤐 zip secret mouth|reißverschluss schweigen
🤨 doubt eyebrow|zweifel augenbraue
😐 neutral meh|neutral naja
😶 speechless mouth|sprachlos stumm
😏 smirk|schmunzeln
😒 unamused|unbeeindruckt
🙄 eyeroll roll|augenrollen
😬 grimace awkward|grimasse peinlich
😌 relieved calm peace|erleichtert ruhig
😔 pensive sad|bedrückt traurig
😪 sleepy tired|schläfrig müde
😴 sleep zzz night|schlafen zzz nacht
🤧 sneeze sick cold|niesen krank erkältet
😷 mask sick|maske krank
🥵 hot heat summer|heiß hitze sommer
🥶 cold freeze winter|kalt frieren winter
😵 dizzy|schwindlig
🤯 mindblown wow explode|umgehauen explodieren
🥳 party celebrate birthday|party feiern geburtstag
😎 cool sunglasses|cool sonnenbrille
🤓 nerd clever glasses|streber schlau brille
🧐 monocle study|monokel prüfen
😕 confused|verwirrt
😟 worried|besorgt
🙁 frown sad|stirnrunzeln traurig
😮 wow surprised open|oh überrascht staunen
😲 astonished gasp|erstaunt staunen
😳 flushed embarrassed|verlegen rot
🥺 pleading please puppy|bitte flehen
😢 cry tear sad|weinen träne traurig
😭 sob crying loud|heulen weinen laut
😤 huff proud steam|schnauben stolz
😠 angry cross|wütend sauer
😱 scream fear|schreien angst
😨 fearful scared|ängstlich
😥 disappointed|enttäuscht
😓 sweat work|geschafft schweiß
🥱 yawn bored tired|gähnen müde langweilig
👻 ghost boo|gespenst buh geist
🤖 robot|roboter
👽 alien space|alien außerirdisch
🎃 pumpkin autumn|kürbis herbst
😺 happy-cat cat|katze-froh katze
😻 cat-love cat heart|katze-verliebt katze herz
🙈 see-no-evil monkey shy|nichts-sehen affe
🙉 hear-no-evil monkey|nichts-hören affe
🙊 speak-no-evil monkey oops|nichts-sagen affe
people
👋 wave hello bye|winken hallo tschüss
✋ hand stop high-five|hand halt
👌 perfect ok fine|perfekt okay
🤏 pinch tiny|winzig wenig
✌️ peace victory two|frieden sieg zwei
🤞 luck fingers crossed|glück daumen gekreuzt
🤟 love-you hand|hab-dich-lieb hand
🤘 rock horns metal|rock metal
🤙 call-me shaka|ruf-an locker
👈 left point|links zeigen
👉 right point|rechts zeigen
👆 up-point above|nach-oben zeigen
👇 down-point below|nach-unten zeigen
☝️ one first wait|eins erstens moment
👍 thumbs-up yes good like|daumen-hoch ja gut
👎 thumbs-down no bad|daumen-runter nein schlecht
✊ fist raised|faust
👊 bump fist|fauststoß
👏 clap applause bravo|klatschen applaus bravo
🙌 hooray raised hands|hurra hände
👐 open-hands hug|offene-hände
🤲 palms offer|handflächen bitte
🤝 handshake deal thanks|handschlag abgemacht
🙏 please thanks pray hope|danke bitte hoffen
✍️ write hand|schreiben hand
💅 nails polish|nägel lack
💪 strong muscle power|stark muskel kraft
👂 ear listen|ohr hören
👃 nose smell|nase riechen
👀 eyes look see|augen schauen
👁️ eye watch|auge sehen
👄 lips mouth|lippen mund
🧠 brain smart|gehirn klug
🫶 heart-hands love|herzhände liebe
💃 dancer dance woman|tänzerin tanz
🕺 dancing dance man|tänzer tanz
👯 pair dance party|paar tanz party
🧘 meditate yoga calm|meditieren yoga ruhe
🏃 run hurry|rennen eilen
🚶 walk|gehen spazieren
🧑‍🎨 painter artist art|malerin künstler kunst
🧑‍🎤 singer star music|sängerin musik
🧑‍🍳 cook chef food|koch kochen
🧑‍🚀 astronaut space|astronaut weltraum
🧑‍🎓 graduate study|studium abschluss
👑 crown queen king|krone königin könig
hearts
❤️ heart love red|herz liebe rot
🧡 orange-heart heart|herz-orange herz
💛 yellow-heart heart|herz-gelb herz
💚 green-heart heart|herz-grün herz
💙 blue-heart heart|herz-blau herz
💜 purple-heart heart|herz-lila herz
🖤 black-heart heart|herz-schwarz herz
🤍 white-heart heart|herz-weiß herz
🤎 brown-heart heart|herz-braun herz
💔 broken-heart sad|herz-gebrochen traurig
💕 two-hearts love|zwei-herzen liebe
💖 sparkling-heart love|funkelherz liebe
💗 growing-heart love|wachsendes-herz
💓 beating-heart love|herzschlag
💘 cupid heart arrow|amor herz pfeil
💝 gift-heart ribbon|herz-geschenk schleife
💋 kiss-mark lips|kussmund
💯 hundred perfect score|hundert perfekt
💢 anger sign|ärger
💥 boom bang|bumm knall
💫 dizzy-star stars|sternschnuppe-kreis sterne
💦 splash drops|spritzer tropfen
💨 dash wind|windig schnell
💬 speech talk chat|sprechblase reden
💭 thought dream|gedanke traum
💤 zzz sleep|zzz schlaf
✨ sparkles magic shine|funkeln magie glitzer
⭐ star|stern
🌟 glowing-star shine|leuchtstern
🔥 fire hot|feuer heiß
🎉 tada party confetti|konfetti party feiern
🎊 confetti-ball party|konfettiball party
✅ done check yes|erledigt haken ja
☑️ checkbox vote|kästchen wahl
✔️ tick yes|häkchen ja
❌ cross no wrong|kreuz nein falsch
❓ question|frage
❗ exclamation important|ausrufezeichen wichtig
➕ plus add|plus mehr
➖ minus less|minus weniger
♾️ infinity forever|unendlich ewig
🔴 red-circle dot|rot kreis
🟠 orange-circle dot|orange kreis
🟡 yellow-circle dot|gelb kreis
🟢 green-circle dot go|grün kreis los
🔵 blue-circle dot|blau kreis
🟣 purple-circle dot|lila kreis
⚪ white-circle dot|weiß kreis
⚫ black-circle dot|schwarz kreis
🆕 new|neu
🔝 top best|spitze beste
🏳️‍🌈 rainbow-flag pride|regenbogenfahne
🏁 finish flag|ziel fahne
nature
🐶 dog puppy|hund welpe
🐱 cat kitten|katze kätzchen
🐭 mouse|maus
🐹 hamster|hamster
🐰 rabbit bunny|hase kaninchen
🦊 fox|fuchs
🐻 bear|bär
🐼 panda|panda
🐨 koala|koala
🐯 tiger|tiger
🦁 lion|löwe
🐮 cow|kuh
🐷 pig|schwein
🐸 frog|frosch
🐵 monkey|affe
🐔 chicken hen|huhn
🐧 penguin|pinguin
🐦 bird|vogel
🦆 duck|ente
🦉 owl night|eule nacht
🦋 butterfly|schmetterling
🐝 bee honey|biene honig
🐞 ladybird beetle|marienkäfer
🐢 turtle slow|schildkröte langsam
🐙 octopus|krake
🐬 dolphin|delfin
🐳 whale|wal
🐟 fish|fisch
🦄 unicorn|einhorn
🐴 horse|pferd
🐾 paws tracks|pfoten spuren
🌹 rose flower|rose blume
🌻 sunflower|sonnenblume
🌷 tulip flower|tulpe blume
🌸 blossom cherry spring|blüte kirsche frühling
🌼 daisy flower|gänseblümchen blume
💐 bouquet flowers|blumenstrauß blumen
🌱 seedling grow|keimling wachsen
🌿 herb green|kraut grün
🍀 clover luck|kleeblatt glück
🍁 maple autumn leaf|ahorn herbst blatt
🍂 leaves autumn|laub herbst
🌳 tree|baum
🌲 fir forest|tanne wald
🌴 palm beach|palme strand
🌵 cactus|kaktus
🌙 moon night|mond nacht
🌝 full-moon moon face|vollmond mond
☀️ sun sunny|sonne sonnig
🌞 sun-face sunny|sonnengesicht
⛅ cloudy sun|wolkig sonne
☁️ cloud|wolke
🌧️ rain cloud|regen wolke
⛈️ storm thunder|gewitter sturm
⚡ lightning fast|blitz schnell
❄️ snow snowflake winter|schnee schneeflocke winter
☃️ snowman winter|schneemann winter
🌈 rainbow|regenbogen
🌊 sea wave|meer welle
🌍 earth world|erde welt
🌋 volcano|vulkan
food
☕ coffee cup hot|kaffee tasse heiß
🍵 tea cup green|tee tasse grün
🥤 drink cup|getränk becher
🧃 juice box|saft
🥛 milk|milch
💧 water drop|wasser tropfen
🍰 cake slice|kuchen stück
🎂 birthday-cake|geburtstagskuchen torte
🧁 cupcake|törtchen
🍩 donut|donut krapfen
🍪 cookie biscuit|keks
🍫 chocolate|schokolade
🍬 candy sweet|bonbon süß
🍭 lollipop|lutscher
🍦 ice-cream|eis softeis
🍯 honey|honig
🍞 bread|brot
🥐 croissant breakfast|croissant frühstück
🥨 pretzel|brezel
🧀 cheese|käse
🥚 egg|ei
🥞 pancakes|pfannkuchen
🍕 pizza|pizza
🍔 burger|burger
🍟 fries|pommes
🌮 taco|taco
🍜 noodles soup ramen|nudeln suppe
🍝 spaghetti pasta|spaghetti nudeln
🍣 sushi fish|sushi fisch
🍚 rice|reis
🥗 salad|salat
🥕 carrot|karotte möhre
🌽 corn|mais
🍅 tomato|tomate
🥔 potato|kartoffel
🍄 mushroom|pilz
🍎 apple|apfel
🍐 pear|birne
🍊 tangerine mandarin|mandarine
🍋 lemon|zitrone
🍌 banana|banane
🍉 melon watermelon|melone
🍇 grapes|trauben
🍓 strawberry|erdbeere
🫐 blueberries|heidelbeeren blaubeeren
🍒 cherries|kirschen
🍑 peach|pfirsich
🥝 kiwi|kiwi
🥑 avocado|avocado
🍿 popcorn film|popcorn kino
🍽️ dinner plate|essen teller
🥂 cheers toast glasses|prost anstoßen gläser
doing
🎵 note music|note musik
🎶 notes music song|noten musik lied
🎼 score music sheet|partitur notenblatt
🎤 microphone sing|mikrofon singen
🎧 headphones listen|kopfhörer hören
🎷 saxophone music jazz|saxofon musik
🎸 guitar music|gitarre musik
🎹 piano keys music|klavier tasten musik
🎻 violin fiddle cello music|geige violine cello musik
🥁 drum music|trommel musik
🎺 trumpet music|trompete musik
🪗 accordion music|akkordeon musik
🎨 palette art paint|palette kunst malen
🖌️ brush paint art|pinsel malen kunst
🖍️ crayon draw|wachsstift zeichnen
✏️ pencil draw write|bleistift zeichnen schreiben
🖼️ picture frame art|bild rahmen kunst
🎭 theatre masks drama|theater masken
🎬 clapper film|klappe film
🎥 film-camera movie|filmkamera
📷 camera photo|kamera foto
📸 flash photo camera|blitzlicht foto
🎪 circus tent|zirkus zelt
🎫 ticket|karte ticket
🎲 dice game|würfel spiel
🎯 target dart|ziel treffer
🎮 game controller play|spiel controller
🧩 puzzle piece|puzzle teil
♟️ chess game|schach spiel
🎳 bowling|kegeln bowling
⚽ football soccer ball|fußball ball
🏀 basketball ball|basketball ball
🎾 tennis ball|tennis ball
🏓 ping-pong table-tennis|tischtennis
🏊 swim|schwimmen
🚴 bike cycle ride|radfahren fahrrad
🧗 climb|klettern
⛸️ skate ice|schlittschuh eis
🏆 trophy win cup|pokal sieg
🥇 gold medal first|gold medaille erste
🥈 silver medal second|silber medaille zweite
🥉 bronze medal third|bronze medaille dritte
🎖️ medal honour|orden ehre
🎁 gift present|geschenk
🎈 balloon party|luftballon party
🎀 ribbon bow|schleife band
🪄 wand magic|zauberstab magie
🧶 yarn knit wool|wolle stricken
🧵 thread sew|faden nähen
📚 books read|bücher lesen
📖 book read|buch lesen
📝 memo write note|notiz schreiben
things
💡 bulb idea light|glühbirne idee licht
🕯️ candle light|kerze licht
🔦 torch light|taschenlampe licht
⏰ alarm clock time|wecker uhr zeit
⏳ hourglass wait time|sanduhr warten zeit
⌚ watch time|armbanduhr zeit
📱 phone mobile|handy telefon
💻 laptop computer|laptop computer
⌨️ keyboard type|tastatur tippen
🔋 battery|batterie akku
🔌 plug power|stecker strom
🔔 bell|glocke klingel
🔕 no-bell quiet|glocke-aus leise
🔊 loud volume|laut lautstärke
🔇 muted silent|stumm lautlos
📣 megaphone shout|megafon rufen
📌 pin pushpin|stecknadel
📎 paperclip|büroklammer
✂️ scissors cut|schere schneiden
🔑 key|schlüssel
🔒 lock closed|schloss zu
🔓 unlocked open|schloss-offen auf
🔨 hammer build|hammer bauen
🔧 wrench fix|schraubenschlüssel reparieren
🧲 magnet|magnet
🧪 test-tube science|reagenzglas forschung
🔭 telescope stars|teleskop sterne
🩹 plaster heal|pflaster heilen
🛋️ sofa couch|sofa couch
🛏️ bed sleep|bett schlafen
🚿 shower|dusche
🧸 teddy bear toy|teddy spielzeug
🪴 plant pot|topfpflanze pflanze
👓 glasses|brille
🎩 top-hat hat|zylinder hut
👒 sun-hat hat|sonnenhut hut
🧣 scarf winter|schal winter
👟 shoe sneaker|schuh turnschuh
👗 dress|kleid
👜 bag|tasche
☂️ umbrella rain|regenschirm regen
💎 gem diamond|edelstein diamant
💌 love-letter mail|liebesbrief post
✉️ letter mail|brief post
📦 parcel box|paket kiste
🏠 house home|haus zuhause
🏰 castle|schloss-burg burg
⛺ tent camping|zelt camping
🏖️ beach holiday|strand urlaub
🏔️ mountain snow|berg schnee
🌆 city evening|stadt abend
🌃 night-city stars|nachtstadt sterne
🎡 ferris-wheel fair|riesenrad jahrmarkt
🚀 rocket launch|rakete start
✈️ plane fly travel|flugzeug fliegen reise
🚗 car drive|auto fahren
🚲 bicycle bike|fahrrad rad
🚂 train|zug eisenbahn
⛵ sailboat boat|segelboot boot
🚢 ship|schiff
🛸 ufo space|ufo weltraum
🗺️ map travel|karte-land reise
🧭 compass|kompass
🚩 red-flag flag|fähnchen fahne
`

export interface Emoji {
  sign: string
  /** What one types between colons. */
  name: string
  group: string
  /** In the page's language. */
  label: string
  words: readonly string[]
  /** Its own name in each language. */
  names: readonly string[]
}

/** As people type: without case and accents. */
export const foldWord = (text: string): string =>
  text.toLowerCase().replace(/ß/g, 'ss').normalize('NFD').replace(/\p{M}/gu, '')

function read(german: boolean): Emoji[] {
  let group = ''
  const all: Emoji[] = []
  for (const line of TABLE.trim().split('\n')) {
    const space = line.indexOf(' ')
    if (space < 0) {
      group = line
      continue
    }
    const [en = '', de = ''] = line.slice(space + 1).split('|')
    const [ours, ...more] = en.split(' ')
    const label = (german ? de : en).split(' ')[0] ?? ''
    all.push({
      sign: line.slice(0, space),
      name: ours ?? '',
      group,
      label: label.replaceAll('-', ' '),
      words: [
        ...new Set([ours ?? '', ...more, ...de.split(' ')].flatMap(word => [word, ...word.split('-')]).map(foldWord)),
      ],
      names: [ours ?? '', de.split(' ')[0] ?? ''].map(foldWord),
    })
  }
  return all
}

export const EMOJI: readonly Emoji[] = read(globalThis.document?.documentElement.lang === 'de')

export function groups(): [name: string, emoji: Emoji[]][] {
  const all = new Map<string, Emoji[]>()
  for (const emoji of EMOJI) all.set(emoji.group, [...(all.get(emoji.group) ?? []), emoji])
  return [...all]
}

/** Those whose words begin with what was typed, in either language; the name itself first. */
export function find(typed: string, most = 60): Emoji[] {
  const asked = foldWord(typed.trim())
    .split(/[\s:]+/)
    .filter(Boolean)
  if (asked.length === 0) return []
  const rank = (emoji: Emoji): number => {
    let worst = 0
    for (const word of asked) {
      const exact = emoji.words.indexOf(word)
      const at = exact >= 0 ? exact : emoji.words.findIndex(known => known.startsWith(word))
      if (at < 0) return Number.POSITIVE_INFINITY
      worst = Math.max(worst, emoji.names.includes(word) ? 0 : emoji.words[at] === word ? 1 : 2 + at / 100)
    }
    return worst
  }
  return EMOJI.map(emoji => ({ emoji, rank: rank(emoji) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji)
}
