// SPDX-License-Identifier: Apache-2.0

import Patterns
import Testing
import Tokenizing

/// Regular paradigms as grammars give them: every form of each is generated from its lemma.
@Suite struct InflectorTests {
  private func missing(_ paradigms: String, _ language: Language) -> [String] {
    let inflector = Inflector(language: language, irregular: [:])
    return paradigms.split(separator: "\n").flatMap { line in
      let forms = line.split(separator: " ").map(String.init)
      let made = Set(inflector.forms(of: forms[0]).map { Folding.fold($0) })
      return forms.filter { !made.contains(Folding.fold($0)) }.map { "\(forms[0]): \($0)" }
    }
  }

  @Test func english() {
    let missing = missing(
      """
      work works worked working
      close closes closed closing
      agree agrees agreed agreeing
      guarantee guarantees guaranteed guaranteeing
      decree decrees decreed decreeing
      free frees freed freeing
      canoe canoes canoed canoeing
      dye dyes dyed dyeing
      die dies died dying
      tie ties tied tying
      carry carries carried carrying
      play plays played playing
      copy copies copied copying
      plan plans planned planning
      refer refers referred referring
      travel travels travelled travelling
      visit visits visited visiting
      quit quits quitting
      equip equips equipped equipping
      quiz quizzes quizzed quizzing
      bus buses busses
      panic panics panicked panicking
      picnic picnics picnicked picnicking
      fix fixes fixed fixing
      pass passes passed passing
      reach reaches reached reaching
      push pushes pushed pushing
      veto vetoes vetoed vetoing
      echo echoes echoed echoing
      hero heroes
      photo photos
      city cities
      key keys
      wife wives
      midwife midwives
      leaf leaves
      shelf shelves
      thief thieves
      half halves
      belief beliefs
      woman women
      chairman chairmen
      crisis crises
      organise organises organised organising organize organizes organized organizing
      realize realise realised realising
      analyse analysed analyze analyzing
      draw draws drawing
      show shows showed showing
      tax taxes taxed taxing
      """, .english)
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test func englishFormsThatOtherWordsHave() {
    let inflector = Inflector(language: .english, irregular: [:])
    #expect(!inflector.forms(of: "belief").contains("believes"))
    #expect(!inflector.forms(of: "proof").contains("proves"))
    #expect(!inflector.forms(of: "safe").contains("saves"))
  }

  @Test func dutch() {
    let missing = missing(
      """
      werken werk werkt werkte werkten gewerkt werkend werkende
      maken maak maakt maakte maakten gemaakt
      horen hoor hoort hoorde hoorden gehoord
      wachten wacht wachtte wachtten gewacht wachtend
      leiden leid leidt leidde leidden geleid geleide
      starten start startte startten gestart gestarte
      melden meld meldt meldde meldden gemeld gemelde
      planten plant plantte plantten geplant geplante
      praten praat praatte praatten gepraat
      stichten sticht stichtte stichtten gesticht gestichte
      zetten zet zette zetten gezet gezette
      redden red redt redde redden gered geredde
      besteden besteed besteedt besteedde besteedden bestede
      begeleiden begeleid begeleidt begeleidde begeleidden begeleide
      vermelden vermeld vermeldt vermeldde vermelde
      leven leef leeft leefde leefden geleefd
      geloven geloof gelooft geloofde geloofden
      verhuizen verhuis verhuist verhuisde verhuisden verhuisd
      reizen reis reist reisde reisden gereisd
      bakken bak bakt bakte bakten
      stoppen stop stopt stopte stopten gestopt
      bellen bel belt belde belden gebeld
      beheren beheer beheert beheerde beheerden beheerd
      organiseren organiseer organiseert organiseerde organiseerden georganiseerd
      handelen handel handelt handelde handelden gehandeld
      openen open opent opende openden geopend
      ondersteunen ondersteun ondersteunt ondersteunde ondersteunden ondersteund
      creëren creëer creëert creëerde creëerden gecreëerd
      school scholen
      straat straten
      boom bomen
      raad raden
      taak taken
      bibliotheek bibliotheken
      eigenaar eigenaars eigenaren
      zwembad zwembaden
      plan plannen
      bus bussen
      man mannen
      brug bruggen
      geschiedenis geschiedenissen
      brief brieven
      huis huizen
      baas bazen
      graaf graven
      glas glazen
      kind kinderen
      mogelijkheid mogelijkheden
      gemeenteraadslid gemeenteraadsleden
      hoofdstad hoofdsteden
      museum museums musea
      vereniging verenigingen
      gemeente gemeenten gemeentes
      bewoner bewoners
      foto foto's
      idee ideeën
      keuken keukens
      groot grote
      lief lieve
      boos boze
      dom domme
      """, .dutch)
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test func french() {
    let missing = missing(
      """
      gérer gère gères gérons gérez gèrent gérais gérait gérions gériez géraient géra gérèrent géré gérée gérés gérées \
      gérera géreront gérerait géreraient gérant
      employer emploie emploies employons employez emploient employait emploiera emploieront emploierait employé
      appuyer appuie appuyons appuient appuya appuiera appuyé appuyées
      nettoyer nettoie nettoient nettoyons nettoyaient nettoiera nettoyé
      payer paie paye paient payent paiera payera payé
      appeler appelle appelles appelons appellent appelait appellera appelé
      jeter jette jettes jetons jettent jetait jettera jeté
      acheter achète achètent achetons achètera acheté
      placer place plaçons plaçait plaçaient placèrent placé
      manger mange mangeons mangeait mangeaient mangea mangé
      finir finis finit finissons finissez finissent finissais finissait finissaient finirent finira finirais fini \
      finie finis finies finissant
      choisir choisit choisissent choisissait choisira choisi choisies
      vendre vends vend vendons vendez vendent vendais vendait vendaient vendit vendirent vendra vendrait vendu vendue \
      vendus vendues vendant
      répondre réponds répond répondent répondu répondra
      conduire conduis conduit conduisons conduisent conduisait conduisit conduira conduite conduites
      local locaux locale locales
      journal journaux
      municipal municipaux municipale municipales
      travail travaux
      bureau bureaux
      jeu jeux
      maire maires
      membre membres
      atelier ateliers
      boulanger boulangers boulangère boulangères
      loisir loisirs
      habitant habitants habitante habitantes
      citoyen citoyens citoyenne citoyennes
      actif actifs active actives
      acteur acteurs actrice actrices
      travailleur travailleurs travailleuse travailleuses
      nombreux nombreuse nombreuses
      professionnel professionnels professionnelle professionnelles
      bon bons bonne bonnes
      public publics publique publiques
      """, .french)
    #expect(missing.isEmpty, "\(missing)")
    let inflector = Inflector(language: .french, irregular: [:])
    #expect(Set(inflector.forms(of: "maire")).isDisjoint(with: ["mai", "mais"]))
    #expect(Set(inflector.forms(of: "centre")).isDisjoint(with: ["cent", "cents"]))
  }

  @Test func german() {
    let missing = missing(
      """
      leiten leite leitest leitet leitete leitetest leiteten leitetet geleitet geleitete geleiteten leitend leitende
      machen mache machst macht machte machtest machten machtet gemacht gemachte machend
      gründen gründe gründest gründet gründete gründeten gegründet gegründeten
      öffnen öffne öffnest öffnet öffnete öffneten geöffnet geöffnete
      rechnen rechne rechnet rechnete gerechnet
      wohnen wohne wohnst wohnt wohnte gewohnt
      lernen lerne lernst lernt lernten gelernt
      verwalten verwalte verwaltet verwaltete verwalteten
      besetzen besetze besetzt besetzte besetzten besetzter
      beten bete betet betete gebetet
      organisieren organisiere organisiert organisierte organisierten organisierter
      handeln handle handelst handelt handelte handelten gehandelt
      sammeln sammle sammelst sammelt sammelte gesammelt gesammelten
      ändern ändre ändere ändert änderte geändert
      fordern fordre fordere fordert forderten gefordert
      verein vereins vereine vereinen
      Verein Vereins Vereine Vereinen
      bewohnerin bewohnerinnen
      Bürgerin Bürgerinnen
      Bürger Bürgers Bürgern Bürgerin
      garten gartens gärten
      Haus Hauses Hause Häuser Häusern
      Verband Verbandes Verbands Verbände Verbänden
      Gemeinde Gemeinden
      Zeitung Zeitungen
      Ergebnis Ergebnisses Ergebnisse Ergebnissen
      Bus Busses Busse Bussen
      Zentrum Zentrums Zentren
      Museum Museums Museen
      Firma Firmen
      Rhythmus Rhythmen
      Auto Autos
      Kind Kindes Kinder Kindern
      gemeinsam gemeinsame gemeinsamer gemeinsames gemeinsamen gemeinsamem
      """, .german)
    #expect(missing.isEmpty, "\(missing)")
  }
}
