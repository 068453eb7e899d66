// Only browsers that know no modules run this: nothing else of the page will come, so its frame says why. Written for
// the oldest of them.
document.documentElement.className += ' old'
