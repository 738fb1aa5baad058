// On the page of a former address: lead on with the time and the words that were asked for.

location.replace(document.currentScript.dataset.to + location.search + location.hash)
