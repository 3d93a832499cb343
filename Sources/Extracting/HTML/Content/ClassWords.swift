// SPDX-License-Identifier: Apache-2.0

/// What the words of an element's class, id, role and test names say about its part in the page, as a set of hints.
///
/// Names are cut into words at punctuation, digits and inner capitals (`postBody-2`: post, body), and each word is
/// looked up. The words are those that web frameworks, content systems and shop systems share; the names of single
/// sites have no place here.
enum ClassWords {
  enum Hint: UInt8, CaseIterable, Sendable {
    case navigation, menu, header, footer, sidebar, related, share, comment, advert, consent, breadcrumb, pagination
    case newsletter, account, modal, search, filter, toolbar, byline, date, tag, promotion, widget, legal, product
    case price, review, recommended, carousel, cart, content, article, body, title, caption, card, list, thread, reply
    case vote, user, code, faq, tab, accordion, hero, description, specification, feature, testimonial, variant
    case shipping, concealed, skip, tooltip, contents, edit, reference, infobox, grid, media, action, badge, expand
  }

  /// The hints of a text of names.
  static func hints(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var found: UInt64 = 0
    var hash = seed
    var length = 0
    var wasLower = false
    func finish() {
      if length > 1, let hints = words[hash] { found |= hints }
      (hash, length) = (seed, 0)
    }
    for byte in bytes {
      let lower = byte | 0x20
      guard lower >= 0x61, lower <= 0x7A else {
        finish()
        wasLower = false
        continue
      }
      if byte == lower {
        wasLower = true
      } else {
        if wasLower { finish() }
        wasLower = false
      }
      hash = (hash ^ UInt64(lower)) &* prime
      length += 1
    }
    finish()
    return found
  }

  static func bit(_ hint: Hint) -> UInt64 { 1 << UInt64(hint.rawValue) }

  // FNV-1a, so that no string is made of a name.
  private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01b3

  private static let words: [UInt64: UInt64] = {
    var table: [UInt64: UInt64] = [:]
    for (hint, names) in vocabulary {
      for name in names.split(separator: " ") {
        let hash = name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* prime }
        table[hash, default: 0] |= bit(hint)
      }
    }
    return table
  }()

  private static let vocabulary: [(Hint, String)] = [
    (.navigation, "nav navi navbar navigation subnav topnav sitenav globalnav mainnav navs gnav"),
    (.menu, "menu menus submenu megamenu dropdown flyout hamburger offcanvas drawer burger menuitem"),
    (.header, "header masthead topbar banner head hdr subheader headerbar gh"),
    (.footer, "footer foot colophon bottom footnav footers ftr subfooter postfooter"),
    (.sidebar, "sidebar side aside rail rightcol leftcol secondary complementary sidebars sidenav"),
    (.related, "related more similar also read readmore next prev previous popular trending latest recent morefrom"),
    (.share, "share sharing social socials facebook twitter pinterest linkedin addthis sharedaddy whatsapp follow"),
    (.comment, "comment comments disqus respond commentlist discussion livefyre commentary commenter"),
    (
      .advert,
      "ad ads advert advertisement adsense sponsor sponsored dfp adunit adslot outbrain taboola affiliate disclosure "
        + "disclaimer"
    ),
    (.consent, "cookie cookies consent gdpr privacy onetrust ccpa cookiebot"),
    (.breadcrumb, "breadcrumb breadcrumbs crumb crumbs"),
    (.pagination, "pagination pager pages paging paginate paginator pagenav"),
    (.newsletter, "newsletter subscribe subscription signup optin mailing email mailchimp klaviyo"),
    (.account, "login signin account register auth logout password wishlist favorites"),
    (.modal, "modal popup dialog overlay lightbox popover toast notification alert notice snackbar interstitial"),
    (.search, "search searchbox searchform typeahead autocomplete suggestions"),
    (.filter, "filter filters facet facets refine refinement sort sorting sortby"),
    (.toolbar, "toolbar tools tool controls control utility utilities options settings print"),
    (.byline, "byline author authors writer contributor bio avatar biography authorbox vcard"),
    (.date, "date time timestamp published updated datetime meta metadata postmeta dateline"),
    (.tag, "tag tags category categories cat cats topic topics keywords label labels taxonomy chip chips"),
    (.promotion, "promo promotion promotions cta banner offer offers deal deals sale discount upsell campaign"),
    (.widget, "widget widgets module plugin block"),
    (.legal, "copyright legal terms policy policies trademark"),
    (.product, "product products pdp prod sku plp shop store goods merchandise"),
    (.price, "price prices pricing cost msrp money currency amount"),
    (
      .review,
      "review reviews feedback rating ratings stars star bazaarvoice yotpo trustpilot bv testimonial stamped judgeme"
    ),
    (.recommended, "recommended recommendations recommendation recs crosssell recently viewed bought similar suggest"),
    (.carousel, "carousel slider slick swiper slideshow slide slides splide glide flickity gallery"),
    (.cart, "cart basket checkout bag buy minicart addtocart purchase quantity qty atc"),
    (.content, "content contents main maincontent primary page container contentarea inner"),
    (.article, "article articles post posts entry story news blog hentry blogpost"),
    (.body, "body text copy prose richtext rte markdown wysiwyg rich paragraph articlebody"),
    (.title, "title headline heading titles headings subtitle h1 name"),
    (.caption, "caption captions figcaption credit credits figure"),
    (.card, "card cards tile tiles item items teaser teasers entry result results box"),
    (.list, "list listing listings lists ul li directory catalog catalogue collection index"),
    (.thread, "thread threads topic forum forums message messages conversation question questions viewtopic"),
    (.reply, "reply replies answer answers response responses postbody cooked signature quote"),
    (.vote, "vote votes voting upvote score points like likes karma reaction reactions"),
    (.user, "user users username profile member members poster nick rank joined"),
    (.code, "code highlight snippet pre syntax console terminal"),
    (.faq, "faq faqs questions question qa"),
    (.tab, "tab tabs tabpanel tabbed tablist"),
    (.accordion, "accordion collapse collapsible toggle expander disclosure details"),
    (.hero, "hero jumbotron intro lead lede standfirst splash cover"),
    (.description, "description desc details detail summary excerpt overview about info information abstract"),
    (.specification, "spec specs specification specifications attributes attribute features dimensions technical"),
    (.feature, "feature features featured benefits benefit highlights highlight usp"),
    (.testimonial, "testimonial testimonials quote quotes customer customers client clients logo logos partners"),
    (.variant, "variant variants swatch swatches color colors size sizes option selector picker select"),
    (.shipping, "shipping delivery returns stock availability pickup warranty"),
    (
      .concealed,
      "hidden hide sr screen visuallyhidden invisible offscreen screenreader sronly noscript accessibility "
        + "assistive"
    ),
    (.skip, "skip skiplink skipnav skiplinks"),
    (.tooltip, "tooltip tooltips infotip infotips hint popper tip"),
    (.contents, "toc tableofcontents outline jump onthispage scrollspy"),
    (.edit, "edit editsection editlink edits history permalink anchor headerlink report flag copy viewcode"),
    (.reference, "reference references reflist footnotes footnote citation citations bibliography cite"),
    (.infobox, "infobox navbox metabox ambox catlinks hatnote stub navboxes mbox"),
    (.grid, "grid row col column columns rows flex cell"),
    (.media, "image images img video videos photo thumbnail thumb picture media figure player icon icons"),
    (.action, "button buttons btn btns action actions link links more download apply"),
    (.badge, "badge badges label ribbon new flag status pill count counter"),
    (.expand, "load loadmore show expand seemore viewall viewmore readmore all"),
  ]
}
