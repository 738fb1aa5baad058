"""One page of each kind in the sample archive."""

KINDS = {
    "home": "/",
    "episodes": "/avsnitt/",
    "episodes-of-a-year": "/avsnitt/ar-2026/",
    "episode": "/avsnitt/001-vad-ar-peer-support/",
    "episode-without-text": "/avsnitt/004-for-dig-som-ar-anhorig/",
    "episode-without-recording": "/avsnitt/032-om-peer-support/",
    "guests": "/gaster/",
    "guest": "/gaster/sofia-ekman/",
    "articles": "/artiklar/",
    "article": "/artiklar/vad-ar-peer-support/",
    "easy-read": "/artiklar/vad-ar-peer-support/lattlast/",
    "topics": "/amnen/",
    "topic": "/amnen/peer-support/",
    "glossary": "/ordlista/",
    "subscribe": "/prenumerera/",
    "about": "/om/",
    "accessibility": "/tillganglighet/",
    "privacy": "/integritet/",
    "not-found": "/404.html",
}
