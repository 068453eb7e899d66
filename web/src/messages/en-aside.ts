/** The words of the pages that no step of an enrollment leads to. */
export const enAside = {
  unknownLink: {
    notFound: {
      title: 'Page not found',
      text: 'There is nothing at this address. Check the link in your letter or e-mail, letter by letter, or scan its QR code again. Your help desk can give you the right link.',
    },
    unknownAccount: {
      title: 'We do not know this company',
      text: 'Check the address in your letter or e-mail: the part after the slash is your company’s name. Your help desk can give you the right link.',
    },
    invalidRequest: {
      title: 'This enrollment link is not valid any more',
      text: 'Each link works for one device and for a limited time. Ask your help desk for a new one.',
    },
  },

  closed: {
    title: 'This enrollment is closed',
    text: 'It ended, or was started over in another tab. If you went on in another tab, close this one. Otherwise start over here.',
  },

  otherAccount: {
    title: 'Another enrollment is open in this browser',
    text: 'You opened an enrollment of another company in a second tab. You can do one at a time: if you continue here, the other one ends.',
    here: 'Continue here',
  },
}
