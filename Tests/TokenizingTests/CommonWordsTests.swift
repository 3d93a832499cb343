// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tokenizing

/// The commonest words of each language end a sentence before a full stop, whatever abbreviations are spelled like them.
@Suite struct CommonWordsTests {
  /// The 200 most frequent words of two letters or more, and the beginning of a next sentence.
  private static let words: [(next: String, words: String)] = [
    (
      "Residents decide",
      """
      the to and of in is for that you it on with this was be as are have at he not by but from my or we an your all \
      so his they me if one can will just like about up out what has when more do no were who had their there her \
      which time get been would she new people how some also them now other its our than good only after first him \
      into know see two make over think any then could back these us want because go well said way most much very \
      where even should may here need really did right work year years being day too going before off why made still \
      take got many never those life say world down great through last while best such love man home long look \
      something use same used both every am come part state three around between always better find help high little \
      old since another does own things under during game thing give house place school again next each mr without \
      against end found must show big feel sure team ever family keep might please put money free second someone away \
      left number
      """
    ),
    (
      "Bewoners beslissen",
      """
      de van het een en in is op ik dat voor je te met niet zijn die als er maar om aan hij ook ze door naar uit bij \
      dan dit was we wat heeft of over nog deze hebben kan meer zo al geen mijn wel tot wordt heb worden nu haar ben \
      kunnen veel jaar me moet hoe mensen na ons waar werd goed gaan gaat onze wil zich zou doen andere hier dus tegen \
      maken alleen mij onder had hun twee nieuwe weer zien zal jij moeten eerste komt wij echt eens daar heel toch dag \
      mee staat alle tijd zij zoals iets komen leven omdat toen ga waren hem jullie tijdens altijd tussen ja weet wie \
      laten waarom alles net via even gewoon grote man terug af laat zonder uur steeds zie bent eigen keer maakt \
      willen iedereen weg hele iemand binnen uw werden werk nooit zit één drie the zelf aantal geven hebt kinderen \
      samen vinden kunt plaats snel toe deel elkaar huis laatste mag nederland nodig vanaf vind vrouw weten doet \
      krijgen want allemaal beter erg staan zeggen zegt denk gemaakt land naam zeker zullen misschien stad \
      verschillende volgens anders goede houden volgende blijven
      """
    ),
    (
      "Habitants et voisins",
      """
      de la le et les est en des un que pas une du il pour dans je qui au ce sur qu par on ne plus avec mais se vous \
      ça tu elle son ai ou si sont tout fait nous comme être bien ils cette faire sa aux même me ont était été mon ses \
      lui aussi peut deux leur moi ces quand après suis très tous sans avoir non où va encore alors avait entre temps \
      ans autres dit ma là peu autre france rien dire monde te fois faut toujours voir bon contre votre avant depuis \
      donc notre sous jamais vie moins dont toi déjà quoi soit trop leurs ton toute chez gens juste oui vraiment ainsi \
      as grand pays français mes beaucoup jour quelques comment es premier sera nos parce personne cela trois homme \
      ici paris toutes vu cas chose doit partie car eu mal première bonne fin mieux pendant petit puis année cet ceux \
      elles moment place plusieurs pourquoi ta ville jours mois vers histoire mort sais années fais nouveau nouvelle \
      part travail compte merci prendre veut état aller cours peux politique reste veux vos ca celui chaque grande \
      personnes femme nom prix également point
      """
    ),
    (
      "Bürger entscheiden",
      """
      die der und in das ich ist nicht zu den von mit es ein auf für im sie eine sich auch dem des als er an dass so \
      bei wie aber aus hat sind nach noch wir du war nur wenn oder wird was werden einen am man um haben einer zum \
      kann über da dann einem schon habe ja mehr mir sein vor mal zur durch hier mich bis doch ihr immer jetzt diese \
      wurde wieder keine alle sehr können muss uns bin unter vom gut gibt hatte ihre dieser gegen seine alles also \
      geht viel zeit ab ganz machen denn meine damit dir will einfach ohne weil beim etwas waren zwei mein eines kein \
      seit soll selbst wo dich menschen hab heute kommt nichts nun würde leben wer macht anderen deutschland ihm jahr \
      ob ihn jahren seiner viele zwischen jahre wäre diesem dieses wurden dabei dort müssen gerade neue sondern erst \
      ersten ihrer lassen sollte andere hast warum weiss weiter wirklich ihnen ihren mann wohl drei seinen vielleicht \
      dazu diesen euch kommen wollen bitte hätte sei könnte sehen sowie tag berlin dafür ins sagen steht während \
      bereits deutschen ende nie uhr weg wegen besser einmal frau stadt welt
      """
    ),
  ]

  @Test func theyEndSentences() {
    var tried = 0
    for (next, list) in Self.words {
      for word in list.split(separator: " ") where word != "mr" {
        tried += 1
        #expect(SentenceBreakerTests.sentences("So \(word). \(next)").count == 2, "\(word)")
      }
    }
    #expect(tried == 799)
  }

  @Test(arguments: [
    "They will not. The council pays", "Tell me. Parents know", "Dat zit. Bewoners weten", "Faites ça. Paris",
  ])
  func wordsSpelledLikeAbbreviations(text: String) {
    #expect(SentenceBreakerTests.sentences(text).count == 2)
  }

  @Test(arguments: [
    "Me Dupont et Me. Durand", "Ostrom et al. Parks", "Ostrom et\nal. Parks", "Rep. Smith", "Ca. 50 Häuser",
    "Dr. med. Müller",
  ])
  func abbreviationsSpelledLikeWords(text: String) {
    #expect(SentenceBreakerTests.sentences(text) == [text])
  }
}
