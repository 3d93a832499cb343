// SPDX-License-Identifier: Apache-2.0

/// How likely a character is in running Chinese, Japanese or Korean text.
enum EastAsianFrequencies: CaseIterable {
  case simplified, traditional, japanese, korean

  /// The commonest characters, which together make up about two fifths of any text.
  private static let common: [EastAsianFrequencies: Set<UInt32>] = [
    .simplified: set(
      "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
    ),
    .traditional: set(
      "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝影算低持音眾書布復容兒須際商非驗連斷深難近礦千週委素技備半辦青省列習響約支般史感勞便團往歷市克何除消構府稱太準精值號率族維劃選標寫存候毛親快效院查江型眼王按格養易置派層片始卻專狀育廠京識適屬圓包火住調滿縣局照參紅細引聽該鐵價嚴"
    ),
    .japanese: set(
      "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賞訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深字答夜製票況音申様財港識注呼渉達"
    ),
    .korean: set(
      "이다는의에을를고가하지로은도한서기사자나리어인시해대들아그일정스과수라부제적와전있게었으며만여장상보원니주구면공성것년했안선마신경동조위학무관국등할우회진민전화물생개비치미오내유연세분실용방문소영요중없통거요산달모든합더각계히된까때래발간행식말같본교러려심건양의명변양단되데결남드트르업체후번표즉당속르운명능력권시법현입"
    ),
  ]

  private static func set(_ characters: String) -> Set<UInt32> { Set(characters.unicodeScalars.map(\.value)) }

  /// Natural logarithms of how likely the characters are, in the mean of each group.
  func logarithm(_ value: UInt32) -> Float {
    switch value {
    case 0x3001, 0x3002, 0xFF0C: return -3.6
    case 0x3000...0x303F, 0xFF01...0xFF5E, 0x2010...0x203B, 0xB7: return -6.5
    case 0x3041...0x309F: return self == .japanese ? -4.9 : -11
    case 0x30A0...0x30FF: return self == .japanese ? -6.2 : -12
    case 0x4E00...0x9FFF:
      if self == .korean { return -12 }
      if let common = Self.common[self], common.contains(value) { return self == .japanese ? -7.4 : -6.4 }
      return -9.8
    case 0xAC00...0xD7A3:
      guard self == .korean else { return -13 }
      return Self.common[.korean]?.contains(value) ?? false ? -5.6 : -8.4
    case 0..<0xA0, 0xFFFD, 0xE000...0xF8FF: return -20
    default: return -12
    }
  }

  /// The mean log-likelihood of the characters in the language that suits them best, if there are enough of them.
  static func mean(_ scalars: some Sequence<Unicode.Scalar>) -> Float? {
    var sums = [Float](repeating: 0, count: allCases.count)
    var count: Float = 0
    for scalar in scalars where scalar.value >= 0x80 {
      count += 1
      for (index, script) in allCases.enumerated() { sums[index] += script.logarithm(scalar.value) }
    }
    return count >= 4 ? sums.max().map { $0 / count } : nil
  }
}
